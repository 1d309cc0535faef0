package chaski.node.declaration;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one window: one of claimants that wait for room in it, and one of large messages that wait for the place beside it.
 * Each is served in order. Guarded by the pool; all notifications are added to a list that the caller runs without the lock.
 */
final class ClaimQueues {

    private final WindowAccount account;
    private final CreditReclaimer reclaimer;
    private final ArrayDeque<Claimant> queue = new ArrayDeque<>();
    private final ArrayDeque<Claimant> largeQueue = new ArrayDeque<>(2);

    /** The first claimant in each queue that lacks room, as of the last {@link #serve}. */
    private @Nullable Claimant firstBlocked;

    private @Nullable Claimant firstLargeBlocked;

    /** How many peers there were when the queues were sorted. */
    private int sortedFor;

    ClaimQueues(WindowAccount account, CreditReclaimer reclaimer) {
        this.account = account;
        this.reclaimer = reclaimer;
    }

    /** Adds a claimant to the end of its queue, unless it is there. */
    void add(Claimant claimant) {
        boolean large = account.isLarge(claimant);
        ArrayDeque<Claimant> right = large ? largeQueue : queue;
        if (!right.contains(claimant)) {
            (large ? queue : largeQueue).remove(claimant);
            right.addLast(claimant);
            account.kept().crowdsOut(large && account.isCrowdedOut(claimant));
        }
    }

    /** Removes a claimant; returns false if it was in neither queue. */
    boolean remove(Claimant claimant) {
        return queue.remove(claimant) || largeQueue.remove(claimant);
    }

    /** Serves both queues in order, as far as the room goes. */
    void serve(List<Runnable> notified) {
        if (queue.isEmpty() && largeQueue.isEmpty()) {
            firstBlocked = null;
            firstLargeBlocked = null;
            return;
        }
        account.recount();
        if (account.kept().inWindow() > 0 || account.openFlows() != sortedFor) {
            sort(); // otherwise shares have not changed
        }
        serveLarge(notified);
        serveQueue(notified);
    }

    /** Moves claimants that wait in the wrong queue, because shares have changed, to the end of the other queue. */
    void sort() {
        sortedFor = account.openFlows();
        int waiting = queue.size();
        move(largeQueue, queue, false, largeQueue.size());
        move(queue, largeQueue, true, waiting);
    }

    private void move(ArrayDeque<Claimant> from, ArrayDeque<Claimant> to, boolean large, int count) {
        for (Iterator<Claimant> each = from.iterator(); each.hasNext() && count > 0; count--) {
            Claimant claimant = each.next();
            if (account.isLarge(claimant) == large) {
                each.remove();
                to.addLast(claimant);
                account.kept().crowdsOut(large);
            }
        }
    }

    private void serveQueue(List<Runnable> notified) {
        firstBlocked = null;
        for (Iterator<Claimant> each = queue.iterator(); firstBlocked == null && each.hasNext(); ) {
            Claimant next = each.next();
            long need = account.need(next);
            if (account.isWithdrawn() || need <= 0) {
                each.remove();
                serve(next, 0, notified);
            } else if (next instanceof InboundCredit flow && flow.inWindow() + need > account.share(flow)) {
                // It waits for its own messages to be consumed and blocks no other claimant.
                if (flow.unused() + need > account.share(flow)) {
                    reclaimer.ask(flow, notified); // its message may be larger than it seems
                }
            } else if (need <= account.free()) {
                each.remove();
                serve(next, need, notified);
            } else {
                firstBlocked = next;
            }
        }
    }

    private void serveLarge(List<Runnable> notified) {
        firstLargeBlocked = null;
        for (Iterator<Claimant> each = largeQueue.iterator(); firstLargeBlocked == null && each.hasNext(); ) {
            Claimant next = each.next();
            long need = account.need(next);
            if (account.isWithdrawn() || need <= 0) {
                each.remove();
                serve(next, 0, notified);
            } else if (next instanceof InboundCredit flow && flow.beside() > 0) {
                reclaimer.ask(flow, notified); // its room may be for another message, which was sent another way
            } else if (account.fitsBeside(need)) {
                each.remove();
                serveBeside(next, need, notified);
            } else {
                firstLargeBlocked = next;
            }
        }
    }

    private void serve(Claimant claimant, long need, List<Runnable> notified) {
        if (claimant instanceof InboundCredit flow && need > 0) {
            account.grantWithGrowth(flow, need);
            notified.add(granted(flow));
        } else if (claimant instanceof Reservation reservation) {
            account.takeOwn(reservation.cost(), false);
            reservation.hold(true);
            notified.add(reservation.served);
        }
    }

    private void serveBeside(Claimant claimant, long need, List<Runnable> notified) {
        if (claimant instanceof InboundCredit flow) {
            account.grantBeside(flow, need);
            notified.add(granted(flow));
        } else if (claimant instanceof Reservation reservation) {
            account.takeOwn(need, true);
            reservation.hold(true);
            notified.add(reservation.served);
        }
    }

    /** A peer may have reported a need that cannot be met; it does not wait for more than it got. */
    private static Runnable granted(InboundCredit flow) {
        flow.needed = Math.min(flow.needed, flow.granted() - flow.returned());
        return () -> flow.peer.creditChanged(flow);
    }

    /** {@return the first claimant that lacks room in the window} */
    @Nullable
    Claimant firstBlocked() {
        return firstBlocked;
    }

    /** {@return true if a claimant lacks room in the window} */
    boolean isBlocked() {
        return firstBlocked != null;
    }

    /** {@return true if a large message lacks the place beside the window} */
    boolean isLargeBlocked() {
        return firstLargeBlocked != null;
    }

    /** {@return true if a claimant other than this peer waits for what it holds} */
    boolean isBlockedBy(InboundCredit flow) {
        return (firstBlocked != null && (firstBlocked != flow || queue.size() > 1))
                || (firstLargeBlocked != null && flow.beside() > 0);
    }

    @Override
    public String toString() {
        return "queue " + queue + ", of large messages " + largeQueue;
    }
}
