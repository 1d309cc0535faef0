package chaski.node.send;

import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.Hello;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The declarations of the peer as the sender sees them, each with its credit. Guarded by the lock of the send channel.
 * The methods acquire it unless they are documented to require it.
 */
public final class CreditTable {

    /**
     * More than the number of declarations at any time. Only a peer that acknowledges nothing and keeps creating
     * declarations reaches it.
     */
    private static final int MAX_POSTPONED_YIELDS = 4_096;

    /** The time for which granted credit is kept for a callback: long enough for it to run and to offer its message. */
    private static final long SHOWN_NS = 5_000_000L;

    private final ReentrantLock lock;
    private final SendChannelOwner owner;
    private final EngineRecords records;
    private final Environment environment;
    private final Map<Long, CreditFlow> flows = new HashMap<>();

    /**
     * Declarations that were cut and whose withdrawal the peer has not sent yet. Bounded together with the flows, see
     * {@link #declarationCount}.
     */
    private final Set<Long> cut = new HashSet<>(2);

    private long appliedVersion;
    private boolean attached;
    private boolean ended;

    CreditTable(ReentrantLock lock, SendChannelOwner owner, EngineRecords records, Environment environment) {
        this.lock = lock;
        this.owner = owner;
        this.records = records;
        this.environment = environment;
    }

    public void credit(long declaration, long granted, int reclaim) {
        List<Runnable> wakeups = new ArrayList<>(4);
        lock.lock();
        try {
            CreditFlow flow = flows.get(declaration);
            if (ended || flow == null || !flow.credited) {
                return;
            }
            if (flow.grant(granted)) {
                show(flow);
                flow.line.takeWakeups(wakeups);
            }
            flow.reclaim(reclaim);
            returnReclaimedCredit(flow, wakeups);
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    /**
     * Applies changes of the peer's declarations and appends APPLIED to the send log, so that the peer knows under
     * which of them messages were sent. The router's lock is held; the collected wakeups are run without it.
     */
    public void apply(
            List<DeclarationChange> changes,
            long version,
            List<CreditFlow> added,
            List<CreditFlow> removed,
            List<Runnable> wakeups) {
        lock.lock();
        try {
            if (ended || version <= appliedVersion) {
                return;
            }
            for (DeclarationChange change : changes) {
                apply(change, added, removed, wakeups);
            }
            appliedVersion = version;
            recordApplied(version);
        } finally {
            lock.unlock();
        }
    }

    /** Records that messages written from now on are sent under that version of the declarations. The lock is held. */
    void recordApplied(long version) {
        ByteBuffer record = ByteBuffer.allocate(SessionRecord.APPLIED_BYTES);
        SessionRecord.encodeApplied(record, version);
        records.append(record.flip());
    }

    private void apply(
            DeclarationChange change, List<CreditFlow> added, List<CreditFlow> removed, List<Runnable> wakeups) {
        if (change instanceof DeclarationChange.Added a && !flows.containsKey(a.id()) && !cut.contains(a.id())) {
            CreditFlow flow = new CreditFlow(this, lock, a);
            flow.servedFrom(records.position());
            flows.put(a.id(), flow);
            added.add(flow);
        } else if (change instanceof DeclarationChange.Removed r) {
            cut.remove(r.id());
            CreditFlow flow = flows.remove(r.id());
            if (flow != null) {
                removed.add(flow);
                flow.line.takeAll(wakeups);
            }
        }
    }

    /**
     * Describes a flow that lacks credit, with the total credit granted to it. Empty if the flow no longer exists, or
     * the peer has no link or is silent.
     */
    public Optional<Route.Stall> stall(CreditFlow flow) {
        lock.lock();
        try {
            return ended || !attached || !owner.isAlive() || flows.get(flow.id) != flow
                    ? Optional.empty()
                    : Optional.of(
                            new Route.Stall(owner.peer(), owner.peerName(), flow.id, flow.pattern, flow.granted()));
        } finally {
            lock.unlock();
        }
    }

    public boolean takesCuts() {
        return owner.hasCapability(Hello.CUTS);
    }

    /**
     * Ends a flow from this side and appends CUT to the send log. The router's lock is held, and its epoch was raised.
     *
     * @param declaration the peer's declaration
     * @param wakeups receives the callbacks to run without the router's lock
     * @return the flow, or {@code null} if there is none
     */
    @Nullable
    public CreditFlow cut(long declaration, List<Runnable> wakeups) {
        lock.lock();
        try {
            CreditFlow flow = ended ? null : flows.remove(declaration);
            if (flow == null) {
                return null;
            }
            cut.add(declaration);
            flow.line.takeAll(wakeups);
            ByteBuffer record = ByteBuffer.allocate(SessionRecord.CUT_BYTES);
            SessionRecord.encodeCut(record, declaration, SessionRecord.SLOW);
            records.append(record.flip());
            return flow;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of declarations of the peer that are remembered. A declaration that was cut counts until the
     * peer has withdrawn it.
     */
    public int declarationCount() {
        lock.lock();
        try {
            return flows.size() + cut.size();
        } finally {
            lock.unlock();
        }
    }

    /** {@return all flows, in the order of their numbers} */
    public List<CreditFlow> flows() {
        lock.lock();
        try {
            return flows.values().stream()
                    .sorted(Comparator.comparingLong(flow -> flow.id))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Collects the waiters of a flow, because their routes are not sent for it any more or again.
     *
     * @param flow the flow
     * @param wakeups receives the callbacks to run without a lock
     * @return false if the flow does not exist any more
     */
    public boolean wakeAll(CreditFlow flow, List<Runnable> wakeups) {
        lock.lock();
        try {
            boolean exists = flows.get(flow.id) == flow;
            if (exists) {
                flow.line.takeAll(wakeups);
            }
            return exists;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Records that messages are sent for a flow from now on, or that none are, because it is refused. The router's lock is held.
     *
     * @param flow the flow
     * @param served true if messages are sent for it
     */
    public void serve(CreditFlow flow, boolean served) {
        lock.lock();
        try {
            flow.servedFrom(served ? records.position() : Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Withholds messages that are for refused flows only and that no link has begun to send. The router's lock is held, and nothing is
     * sent for the flows any more.
     *
     * @param routes the routes of the same session
     * @param refused the flows, which were served until now
     * @param wakeups receives the callbacks to run without the router's lock
     * @return how many messages
     */
    public int withhold(RoutePeerStates routes, List<CreditFlow> refused, List<Runnable> wakeups) {
        lock.lock();
        try {
            if (ended || refused.isEmpty()) {
                return 0;
            }
            int count = routes.withhold(List.copyOf(flows.values()), refused);
            for (CreditFlow flow : refused) {
                serve(flow, false);
                if (flow.unblock()) {
                    owner.blockedChanged(flow);
                }
                returnReclaimedCredit(flow, wakeups);
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    public List<CreditFlow> blockedFlows() {
        lock.lock();
        try {
            return flows.values().stream().filter(CreditFlow::wasBlocked).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps granted credit for callbacks, which run some time later. Until then it is not returned to the peer. */
    private void show(CreditFlow flow) {
        if (flow.line.hasCallbacks() && flow.show()) {
            environment.schedule(SHOWN_NS, () -> hide(flow));
        }
    }

    /**
     * Ends the time for which {@link #show} keeps credit. One timer per flow runs at a time, however many grants the
     * peer sends.
     */
    private void hide(CreditFlow flow) {
        boolean[] again = new boolean[1];
        release(flow, () -> again[0] = flow.hide());
        if (again[0]) {
            environment.schedule(SHOWN_NS, () -> hide(flow));
        }
    }

    /** Releases what was set aside for a message that no longer waits for it. Acquires the lock itself. */
    void giveUp(CreditFlow flow, WaitTicket waiter) {
        release(flow, () -> {
            if (flow.giveUp(waiter)) {
                owner.blockedChanged(flow);
            }
        });
    }

    private void release(CreditFlow flow, Runnable how) {
        List<Runnable> wakeups = new ArrayList<>(2);
        lock.lock();
        try {
            how.run();
            if (!ended && flows.get(flow.id) == flow) {
                flow.line.takeWakeups(wakeups);
                returnReclaimedCredit(flow, wakeups);
            }
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    private void returnReclaimedCredit(CreditFlow flow, List<Runnable> wakeups) {
        if (!flow.owesYield()) {
            return;
        }
        if (records.postponedYields() >= MAX_POSTPONED_YIELDS) {
            throw new ProtocolException("expected credit to be asked back no faster than answers are acknowledged, got "
                    + MAX_POSTPONED_YIELDS + " answers that wait");
        }
        ByteBuffer record = ByteBuffer.allocate(SessionRecord.YIELD_BYTES);
        long amount = flow.yieldUnused();
        SessionRecord.encodeYield(record, flow.id, flow.reclaimGeneration(), amount);
        records.append(record.flip());
        if (flow.unblock()) {
            owner.blockedChanged(flow);
        }
        wakeups.add(owner::wake);
    }

    // ---- with the lock held

    void attached(boolean hasLink) {
        attached = hasLink;
    }

    /** {@return the longest wait of a publisher for credit, negative if none waits} */
    long longestWaitNs(boolean inAll, long outageStartNs, long nowNs) {
        long longest = -1;
        for (CreditFlow flow : flows.values()) {
            longest = Math.max(longest, flow.line.longestWaitNs(inAll, outageStartNs, nowNs));
        }
        return longest;
    }

    void takeMessages(List<Runnable> wakeups) {
        flows.values().forEach(flow -> flow.line.takeMessages(wakeups));
    }

    boolean hasWaiters() {
        return flows.values().stream().anyMatch(flow -> !flow.line.isEmpty());
    }

    /** Ends all flows because the direction has ended: no waiter remains. */
    void end(Collection<CreditFlow> endedFlows, List<Runnable> wakeups) {
        ended = true;
        flows.values().forEach(flow -> flow.line.takeAll(wakeups));
        endedFlows.addAll(flows.values());
        flows.clear();
    }
}
