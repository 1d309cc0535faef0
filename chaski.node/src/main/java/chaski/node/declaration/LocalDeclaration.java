package chaski.node.declaration;

import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A declaration of this node's own, with a flow for each peer that it was sent to. Thread-safe. */
public final class LocalDeclaration implements DeclarationHandle {

    private final Declarations registry;
    private final int channel;
    private final long id;
    private final long version;
    private final Declaration declaration;
    private final CreditPool pool;
    private final UnaryOperator<Runnable> guard;
    private volatile long withdrawnVersion = Long.MAX_VALUE;
    private final Map<DeclarationPeer, InboundCredit> flows = new HashMap<>();

    LocalDeclaration(
            Declarations registry,
            int channel,
            long id,
            long version,
            Declaration declaration,
            long largestCost,
            Consumer<Runnable> later,
            UnaryOperator<Runnable> guard) {
        this.registry = registry;
        this.channel = channel;
        this.id = id;
        this.version = version;
        this.declaration = declaration;
        this.guard = guard;
        this.pool = new CreditPool(declaration.windowBytes(), largestCost, later);
        if (!isCredited()) {
            openWindow();
        }
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
        return pool.tryReserve(cost);
    }

    @Override
    public void release(long cost) {
        pool.consumed(cost);
    }

    /**
     * Returns room that was reserved for a message which was not sent after all.
     *
     * @param cost as reserved
     */
    public void unreserve(long cost) {
        pool.release(cost);
    }

    /**
     * Asks peers for unused credit, after a message that does not wait found no room. For a caller that holds no lock
     * of a session.
     */
    public void refused() {
        pool.refused();
    }

    /** {@return the cost of all messages consumed so far} */
    public long consumedBytes() {
        return pool.consumedBytes();
    }

    @Override
    public Environment.Cancellable whenReservable(long cost, Runnable callback) {
        return pool.whenReservable(cost, guard.apply(callback));
    }

    /**
     * Takes room for a message of this node's own that waits if need be, or a place in the queue for it. A declaration
     * that has no window or was withdrawn has room for everything.
     *
     * @param cost from {@link chaski.api.protocol.Route#cost}
     * @param served run, on any thread, once the room that was waited for is there; must not block
     * @param notified filled with what the caller has to run once it holds no lock
     * @return the room or the place
     */
    public Reservation reserve(long cost, Runnable served, List<Runnable> notified) {
        return pool.reserve(cost, served, notified);
    }

    /** Makes the window unbounded and serves everything that waits for room in it. For a caller that holds no lock. */
    void openWindow() {
        pool.withdraw();
    }

    @Override
    public void withdraw(Runnable applied) {
        registry.withdraw(this, guard.apply(applied));
    }

    /** {@return true if it was withdrawn} */
    public boolean isWithdrawn() {
        return withdrawnVersion != Long.MAX_VALUE;
    }

    /** {@return the number of the channel it belongs to} */
    public int channel() {
        return channel;
    }

    boolean isCredited() {
        return declaration.windowBytes() > 0;
    }

    /**
     * Returns the flow of a peer, opened with a first grant if it does not exist.
     *
     * @param peer the peer
     * @return its flow
     */
    public synchronized InboundCredit flow(DeclarationPeer peer) {
        return flows.computeIfAbsent(peer, p -> pool.open(p, id));
    }

    synchronized @Nullable InboundCredit existingFlow(DeclarationPeer peer) {
        return flows.get(peer);
    }

    void closeFlow(DeclarationPeer peer) {
        InboundCredit flow;
        synchronized (this) {
            flow = flows.remove(peer);
        }
        if (flow != null) {
            pool.close(flow);
        }
    }

    void blocked(DeclarationPeer peer, long needed) {
        InboundCredit flow = existingFlow(peer);
        if (flow != null) {
            pool.blocked(flow, needed);
        }
    }

    void yielded(DeclarationPeer peer, int generation, long amount) {
        InboundCredit flow = existingFlow(peer);
        if (flow != null) {
            pool.yielded(flow, generation, amount);
        }
    }

    /** The same in every run of a simulation, so that sets of declarations have the same order. */
    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return "declaration " + id + " of " + declaration.pattern() + ": " + pool;
    }
}
