package chaski.node.declaration;

import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shares one declaration's window among its peers and this node's own publishers.
 *
 * <p>A flow begins with a small grant and gets more as its peer reports that it is blocked, up to an even share of the
 * window; a quarter is kept for newcomers. Blocked peers and waiting local messages wait in one queue and are served in
 * order; while one waits, no claimant behind it gets room. When the first in the queue cannot be served, flows that
 * hold unused credit are asked to return it. Callbacks are not queued: they are called when the queue is empty and
 * there is room.
 *
 * <p>No peer can hold more of the window than its <em>share</em>, whatever it reports: half of it, or three quarters
 * while there is no other peer (and all of a small window, as with the first grant). Credit that was reclaimed and is
 * <em>kept</em> does not count for the shares of others. A peer that takes credit and does not use it, with a link or
 * without, therefore does not block others: a message that fits a share finds room once those before it are consumed.
 *
 * <p>A message larger than a share has a <em>place beside the window</em>. Such messages wait in a separate queue and
 * do not block others. There is one such place, and as much again once what is in it is kept credit. No more is ever
 * outstanding than the window and two of the largest messages, and only the window and one of them while all peers
 * answer.
 *
 * <p>Credit is never revoked: a grant stays valid, also for a peer that resumes after an outage, and keeps its room
 * until then.
 *
 * <p>Once the declaration is {@linkplain #withdraw withdrawn}, the window bounds nothing any more: local messages are never refused
 * and nothing waits.
 *
 * <p>The figures are in {@link WindowAccount}, the claimants in {@link ClaimQueues}; {@link CreditReclaimer} asks for unused credit.
 * Thread-safe: this class holds the lock of all of them. Peers and callbacks are notified after the lock is released, by the caller where
 * a method takes a list of notifications.
 */
final class CreditPool {

    private final Consumer<Runnable> later;
    private final WindowAccount account;
    private final CreditReclaimer reclaimer;
    private final ClaimQueues queues;
    private final List<Callback> callbacks = new ArrayList<>();
    private boolean checkDue;

    /**
     * An empty window.
     *
     * @param capacity its size
     * @param largestCost the cost of the largest message
     * @param later runs a task half a second later, on any thread that holds no lock
     */
    CreditPool(long capacity, long largestCost, Consumer<Runnable> later) {
        this.later = later;
        account = new WindowAccount(capacity, largestCost);
        reclaimer = new CreditReclaimer(account);
        queues = new ClaimQueues(account, reclaimer);
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

    // ---- peers

    InboundCredit open(DeclarationPeer peer, long declarationId) {
        InboundCredit flow = new InboundCredit(this::taken, peer, declarationId);
        synchronized (this) {
            account.open(flow, isContended());
        }
        return flow;
    }

    /** The session of a flow has ended: its unused credit is free again; messages in the subscriber's queue still count. */
    void close(InboundCredit flow) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed) {
                return;
            }
            queues.remove(flow);
            account.close(flow);
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    void taken(InboundCredit flow, long cost) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            account.consumed(flow, cost);
            serve(notified);
            if (!isContended() && account.replenish(flow)) {
                notified.add(() -> flow.peer.creditChanged(flow));
            }
        }
        notified.forEach(Runnable::run);
    }

    void blocked(InboundCredit flow, long needed) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            flow.needed = needed;
            if (flow.closed || account.isWithdrawn()) {
                return;
            }
            long need = account.need(flow);
            if (need > 0) {
                account.raiseTarget(flow, need);
                queues.add(flow);
            }
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    void yielded(InboundCredit flow, int generation, long amount) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed || amount < 0 || amount > flow.unused()) {
                throw new ProtocolException(
                        "expected a YIELD of at most the unused credit " + flow.unused() + ", got " + amount);
            }
            if (generation > flow.reclaim()) {
                throw new ProtocolException(
                        "expected a YIELD of at most generation " + flow.reclaim() + ", got " + generation);
            }
            account.returned(flow, generation, amount);
            account.recount();
            if (account.need(flow) > 0 && !account.isWithdrawn()) {
                queues.add(flow); // the need was reported before this YIELD arrived
            }
            account.lowerTarget(flow);
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    // ---- this node's own messages

    /** Takes room for a message of this node's own if there is some and no claimant waits for it. */
    synchronized boolean tryReserve(long cost) {
        account.recount();
        boolean large = !account.isWithdrawn() && account.isLarge(cost);
        if (account.isWithdrawn() || (large ? hasPlaceBeside(cost) : !queues.isBlocked() && cost <= account.free())) {
            account.kept().crowdsOut(large && account.fitsWindow(cost));
            account.takeOwn(cost, large);
            return true;
        }
        return false;
    }

    /** Asks peers for unused credit after an own message that does not wait found no room, so that a later attempt may find some. */
    void refused() {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            reclaimer.askAll(null, notified);
        }
        notified.forEach(Runnable::run);
    }

    /** A message of this node's own was consumed. */
    void consumed(long cost) {
        synchronized (this) {
            account.countConsumed(cost);
        }
        release(cost);
    }

    synchronized long consumedBytes() {
        return account.consumed();
    }

    /** A message of this node's own was not sent after all. */
    void release(long cost) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            account.releaseOwn(cost);
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
        Reservation reservation = new Reservation(this::cancel, cost, served);
        if (tryReserve(cost)) {
            reservation.hold(true);
        } else {
            queues.add(reservation);
            serve(notified);
        }
        return reservation;
    }

    void cancel(Reservation reservation) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (reservation.isHeld()) {
                reservation.hold(false);
                account.releaseOwn(reservation.cost());
            } else if (!queues.remove(reservation)) {
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

    /** The declaration is withdrawn: everything that waits is served, and nothing waits any more. */
    void withdraw() {
        List<Runnable> notified = new ArrayList<>();
        synchronized (this) {
            account.withdraw();
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    // ---- serving what waits

    /** True if freed room is waited for; then none is granted without a request. */
    private boolean isContended() {
        return queues.isBlocked() || !callbacks.isEmpty();
    }

    /** Serves the queues as far as the room goes, then the callbacks; asks for unused credit if something still waits. */
    private void serve(List<Runnable> notified) {
        queues.serve(notified);
        if (queues.isBlocked()) {
            reclaimer.askAll(queues.firstBlocked(), notified);
        } else {
            serveCallbacks(notified);
        }
        if (queues.isLargeBlocked()) {
            reclaimer.askThoseBeside(notified);
        }
        if (queues.isLargeBlocked() || account.kept().isCrowding() || isContended()) {
            scheduleCheck(notified);
        }
    }

    private void serveCallbacks(List<Runnable> notified) {
        for (Iterator<Callback> each = callbacks.iterator(); each.hasNext(); ) {
            Callback callback = each.next();
            boolean fits =
                    account.isLarge(callback.cost) ? hasPlaceBeside(callback.cost) : callback.cost <= account.free();
            if (account.isWithdrawn() || fits) {
                each.remove();
                notified.add(callback.task);
            }
        }
        if (!callbacks.isEmpty()) {
            reclaimer.askAll(null, notified);
        }
    }

    private boolean hasPlaceBeside(long cost) {
        return !queues.isLargeBlocked() && account.fitsBeside(cost);
    }

    private void scheduleCheck(List<Runnable> notified) {
        if (!checkDue && !account.isWithdrawn()) {
            checkDue = true;
            notified.add(() -> later.accept(this::check));
        }
    }

    /** Credit that was reclaimed may count as kept now; peers that do not answer while others wait are reported. */
    private void check() {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            checkDue = false;
            account.kept().nextCheck();
            account.countKept();
            boolean crowded = account.kept().takeCrowding();
            queues.sort();
            serve(notified);
            reclaimer.reportUnanswered(flow -> isBlockedBy(flow) || (crowded && flow.kept > 0), notified);
        }
        notified.forEach(Runnable::run);
    }

    private boolean isBlockedBy(InboundCredit flow) {
        return !callbacks.isEmpty() || queues.isBlockedBy(flow);
    }

    @Override
    public synchronized String toString() {
        return account + ", " + queues + ", " + callbacks.size() + " callbacks"
                + (account.isWithdrawn() ? ", withdrawn" : "") + ", flows " + account.flows();
    }
}
