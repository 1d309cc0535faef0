package chaski.node.declaration;

import chaski.api.node.Declaration;
import chaski.api.node.Declared;
import chaski.api.node.Environment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A declaration of this node's own, with a flow for each peer that was told of it. Thread-safe. */
public final class LocalDeclaration implements Declared {

    private final Declarations registry;
    private final int channel;
    private final long id;
    private final long version;
    private final Declaration declaration;
    private final CreditPool pool;
    private volatile long withdrawnVersion = Long.MAX_VALUE;
    private final Map<DeclarationPeer, InboundFlow> flows = new HashMap<>();

    LocalDeclaration(
            Declarations registry, int channel, long id, long version, Declaration declaration, long largestCost) {
        this.registry = registry;
        this.channel = channel;
        this.id = id;
        this.version = version;
        this.declaration = declaration;
        this.pool = new CreditPool(declaration.windowBytes(), largestCost);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long withdrawnVersion() {
        return withdrawnVersion;
    }

    void withdrawnWith(long removalVersion) {
        withdrawnVersion = removalVersion;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }

    @Override
    public boolean tryReserve(long cost) {
        return !isCredited() || pool.tryReserve(cost);
    }

    @Override
    public void release(long cost) {
        if (isCredited()) {
            pool.release(cost);
        }
    }

    @Override
    public Environment.Cancellable whenReservable(long cost, Runnable callback) {
        if (!isCredited()) {
            callback.run();
            return () -> {};
        }
        return pool.whenReservable(cost, callback);
    }

    @Override
    public void withdraw(Runnable applied) {
        registry.withdraw(this, applied);
    }

    /** {@return whether it was withdrawn} */
    public boolean isWithdrawn() {
        return withdrawnVersion != Long.MAX_VALUE;
    }

    int channel() {
        return channel;
    }

    boolean isCredited() {
        return declaration.windowBytes() > 0;
    }

    /**
     * Returns the flow of a peer, opened with a first grant if it is not there yet.
     *
     * @param peer the peer
     * @return its flow
     */
    public synchronized InboundFlow flow(DeclarationPeer peer) {
        return flows.computeIfAbsent(peer, p -> pool.open(p, id));
    }

    synchronized @Nullable InboundFlow existingFlow(DeclarationPeer peer) {
        return flows.get(peer);
    }

    void closeFlow(DeclarationPeer peer) {
        InboundFlow flow;
        synchronized (this) {
            flow = flows.remove(peer);
        }
        if (flow != null) {
            pool.close(flow);
        }
    }

    void blocked(DeclarationPeer peer, long needed) {
        InboundFlow flow = existingFlow(peer);
        if (flow != null) {
            pool.blocked(flow, needed);
        }
    }

    void yielded(DeclarationPeer peer, int generation, long amount) {
        InboundFlow flow = existingFlow(peer);
        if (flow != null) {
            pool.yielded(flow, generation, amount);
        }
    }

    /** In every run of a simulation the same, so that sets of them are in the same order. */
    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }
}
