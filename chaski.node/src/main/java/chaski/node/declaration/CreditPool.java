package chaski.node.declaration;

import chaski.api.ProtocolException;
import chaski.api.node.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares one declaration's window among its peers and this node's own publishers.
 *
 * <p>A flow begins with a small grant and gets more as its peer reports that it is blocked, up to an even share of the window; a
 * quarter is kept for newcomers. Blocked peers and waiting local messages stand in one queue and are served in order; while
 * somebody waits, nobody else gets room. When the first in the queue cannot be served, flows that hold credit and do not use it
 * are asked to give it back. A message larger than the window passes when nothing is outstanding; what its own flow has left is
 * asked back, too, since it may be set aside for another message. Callbacks have no place in the queue: they are called when it is
 * empty and there is room.
 *
 * <p>Once the declaration is {@linkplain #withdraw withdrawn}, the window bounds nothing any more: local messages are never refused
 * and nothing waits.
 *
 * <p>Thread-safe. Peers and callbacks are notified after the lock is released, by the caller where a method returns what is to be run.
 */
final class CreditPool {

    /** The first grant is this part of the window, */
    private static final int FIRST_PART = 8;

    /** but no less than this many bytes, as long as that is at most half of what is free. */
    private static final long FIRST_LEAST_BYTES = 64 * 1024;

    private final long capacity;
    private final long largestCost;
    private final List<InboundFlow> flows = new ArrayList<>();
    private final ArrayDeque<Claimant> queue = new ArrayDeque<>();
    private final List<Callback> callbacks = new ArrayList<>();
    private long outstanding;

    /** What was consumed, ever. */
    private long consumed;

    private int openFlows;
    private boolean withdrawn;

    CreditPool(long capacity, long largestCost) {
        this.capacity = capacity;
        this.largestCost = largestCost;
    }

    /** Equal to itself alone: the same task may wait twice. */
    private static final class Callback {

        final long cost;
        final Runnable task;

        Callback(long cost, Runnable task) {
            this.cost = cost;
            this.task = task;
        }
    }

    InboundFlow open(DeclarationPeer peer, long declarationId) {
        InboundFlow flow = new InboundFlow(this, peer, declarationId);
        synchronized (this) {
            flows.add(flow);
            openFlows++;
            flow.target = Math.min(capacity, Math.max(capacity / FIRST_PART, FIRST_LEAST_BYTES));
            if (!isContended()) { // or nobody would ask the newcomer for what others wait for
                long most = openFlows == 1 ? free() : free() / 2; // less than nothing while a larger message is out
                give(flow, Math.max(0, Math.min(flow.target, most)));
            }
        }
        return flow;
    }

    /** The session of a flow has ended: what its peer had not used is free again; what waits in the queue still counts. */
    void close(InboundFlow flow) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed) {
                return;
            }
            flow.closed = true;
            openFlows--;
            queue.remove(flow);
            giveBack(flow, flow.reclaim(), flow.unused());
            forgetIfEmpty(flow);
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    void taken(InboundFlow flow, long cost) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            flow.taken += cost;
            consumed += cost;
            outstanding -= cost;
            forgetIfEmpty(flow);
            serve(notified);
            if (!flow.closed && !isContended() && flow.outstanding() <= flow.target / 2) {
                long more = Math.min(flow.target - flow.outstanding(), free());
                if (more > 0) {
                    give(flow, more);
                    notified.add(() -> flow.peer.creditChanged(flow));
                }
            }
        }
        notified.forEach(Runnable::run);
    }

    void blocked(InboundFlow flow, long needed) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            flow.needed = needed;
            long need = need(flow);
            if (flow.closed || withdrawn || need <= 0) {
                return;
            }
            flow.target = Math.min(Math.max(evenShare(), need), flow.target * 2);
            enqueue(flow);
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    void yielded(InboundFlow flow, int generation, long amount) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed || amount < 0 || amount > flow.unused()) {
                throw new ProtocolException(
                        "expected a YIELD of at most the unused credit " + flow.unused() + ", got " + amount);
            }
            giveBack(flow, generation, amount);
            if (need(flow) > 0 && !withdrawn) {
                enqueue(flow); // it reported so before this came out of the log
            }
            flow.target = Math.min(flow.target, Math.max(evenShare(), FIRST_LEAST_BYTES));
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    /** Takes room for a message of this node's own if there is some and nobody waits for it. */
    synchronized boolean tryReserve(long cost) {
        if (!withdrawn && outstanding > 0 && (cost > free() || !queue.isEmpty())) {
            return false;
        }
        outstanding += cost;
        return true;
    }

    /**
     * A message of this node's own that does not wait found no room: credit that peers do not use is asked back, so that a later attempt may
     * find some.
     */
    void refused() {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            askBack(null, notified);
        }
        notified.forEach(Runnable::run);
    }

    /** A message of this node's own was consumed. */
    void consumed(long cost) {
        synchronized (this) {
            consumed += cost;
        }
        release(cost);
    }

    synchronized long consumedBytes() {
        return consumed;
    }

    /** A message of this node's own was not sent after all. */
    void release(long cost) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            outstanding -= cost;
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    /**
     * Takes room for a message of this node's own, or a place in the queue for it.
     *
     * @param served run when the room that was waited for is there
     * @param notified filled with what is to be run once the caller holds no lock
     */
    synchronized Reservation reserve(long cost, Runnable served, List<Runnable> notified) {
        Reservation reservation = new Reservation(this, cost, served);
        if (tryReserve(cost)) {
            reservation.hold(true);
        } else {
            queue.addLast(reservation);
            serve(notified);
        }
        return reservation;
    }

    void cancel(Reservation reservation) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (reservation.isHeld()) {
                reservation.hold(false);
                outstanding -= reservation.cost();
            } else if (!queue.remove(reservation)) {
                return;
            }
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    Environment.Cancellable whenReservable(long cost, Runnable task) {
        Callback callback = new Callback(cost, task);
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            callbacks.add(callback);
            serve(notified);
        }
        notified.forEach(Runnable::run);
        return () -> {
            synchronized (this) {
                callbacks.remove(callback);
            }
        };
    }

    /** The declaration is withdrawn: whatever waits here is served, and nothing waits any more. */
    void withdraw() {
        List<Runnable> notified = new ArrayList<>();
        synchronized (this) {
            withdrawn = true;
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    private long free() {
        return capacity - outstanding;
    }

    /** True if room that becomes free is waited for, so that nobody gets some who did not ask. */
    private boolean isContended() {
        return !queue.isEmpty() || !callbacks.isEmpty();
    }

    private long evenShare() {
        return Math.max(1, (capacity - capacity / 4) / Math.max(1, openFlows));
    }

    private void enqueue(InboundFlow flow) {
        if (!queue.contains(flow)) {
            queue.addLast(flow);
        }
    }

    private void give(InboundFlow flow, long more) {
        flow.grant(more);
        outstanding += more;
    }

    private void giveBack(InboundFlow flow, int generation, long amount) {
        flow.settleReclaim(generation, amount);
        outstanding -= amount;
    }

    private void forgetIfEmpty(InboundFlow flow) {
        if (flow.closed && flow.outstanding() == 0) {
            flows.remove(flow);
        }
    }

    /** Serves what waits, in order, as far as the room goes; then the callbacks. */
    private void serve(List<Runnable> notified) {
        while (!queue.isEmpty()) {
            Claimant first = queue.peekFirst();
            if (!withdrawn && need(first) > free() && outstanding > 0) {
                askBack(mayKeep(first), notified);
                return;
            }
            queue.removeFirst();
            if (first instanceof InboundFlow flow) {
                serve(flow, notified);
            } else if (first instanceof Reservation reservation) {
                outstanding += reservation.cost();
                reservation.hold(true);
                notified.add(reservation.served);
            }
        }
        serveCallbacks(notified);
    }

    private void serve(InboundFlow flow, List<Runnable> notified) {
        long need = need(flow);
        if (need > 0 && !withdrawn) {
            long growth = Math.max(0, Math.min(flow.target - flow.outstanding() - need, (free() - need) / 2));
            give(flow, need + growth);
            notified.add(() -> flow.peer.creditChanged(flow));
        }
    }

    private void serveCallbacks(List<Runnable> notified) {
        for (Iterator<Callback> each = callbacks.iterator(); each.hasNext(); ) {
            Callback callback = each.next();
            if (withdrawn || callback.cost <= free() || outstanding == 0) {
                each.remove();
                notified.add(callback.task);
            }
        }
        if (!callbacks.isEmpty()) {
            askBack(null, notified);
        }
    }

    /** What a claimant lacks. A peer may report what it likes, but a message has a largest size. */
    private long need(Claimant claimant) {
        return claimant instanceof InboundFlow ? Math.min(claimant.lacking(), largestCost) : claimant.lacking();
    }

    /** A flow keeps what it has left, unless that is all there is and its message is larger than the window. */
    private @Nullable InboundFlow mayKeep(Claimant first) {
        return first instanceof InboundFlow flow && outstanding != flow.unused() ? flow : null;
    }

    private void askBack(@Nullable InboundFlow except, List<Runnable> notified) {
        for (InboundFlow flow : flows) {
            if (flow != except && flow.mayBeAsked()) {
                flow.askBack();
                notified.add(() -> flow.peer.creditChanged(flow));
            }
        }
    }

    @Override
    public synchronized String toString() {
        return "window of " + capacity + ", " + outstanding + " outstanding, queue " + queue + ", " + callbacks.size()
                + " callbacks" + (withdrawn ? ", withdrawn" : "") + ", flows " + flows;
    }
}
