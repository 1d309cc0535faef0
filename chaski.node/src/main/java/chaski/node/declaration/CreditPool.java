package chaski.node.declaration;

import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shares one declaration's window among its peers and this node's own publishers.
 *
 * <p>A flow begins with a small grant and gets more as its peer reports that it is blocked, up to an even share of the window; a
 * quarter is kept for newcomers. Blocked peers and waiting local messages stand in one queue and are served in order; while
 * somebody waits, nobody else gets room. When the first in the queue cannot be served, flows that hold credit and do not use it
 * are asked to give it back. Callbacks have no place in the queue: they are called when nobody waits and there is room.
 *
 * <p>No peer can hold more of the window than its <em>share</em>, whatever it reports: half of it, or three quarters while there is no other
 * peer (and all of a small window, as with the first grant). Credit that was asked back and is <em>kept</em> does not count for the others' shares, so that whoever takes credit and does
 * nothing with it, with a link or without, holds nobody else up: a message that fits a share finds room once those before it are consumed.
 *
 * <p>A message larger than a share has a <em>place beside the window</em>. Such messages wait in a queue of their own and hold nobody up.
 * There is one such place, and as much again once what is in it is kept credit. So no more is ever outstanding than the window and two
 * of the largest messages, and only the window and one of them while all peers answer.
 *
 * <p>Credit is never taken away: what was granted stays good, also of a peer that comes back after an outage, and has its room until then.
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

    /** Credit that was asked back is kept after so many looks, half a second to a second: longer than a round trip takes. */
    static final int KEPT_AFTER_LOOKS = 2;

    private final long capacity;
    private final long largestCost;
    private final Consumer<Runnable> later;
    private final List<InboundCredit> flows = new ArrayList<>();

    /** Who waits for room in the window, and who for the place beside it. */
    private final ArrayDeque<Claimant> queue = new ArrayDeque<>();

    private final ArrayDeque<Claimant> largeQueue = new ArrayDeque<>(2);
    private final List<Callback> callbacks = new ArrayList<>();

    /** What is outstanding in the window. */
    private long outstanding;

    /** What is outstanding beside it, of all, and of this node's own messages. */
    private long beside;

    private long ownBeside;

    /** What this node's own messages took and gave back, ever, and between which figures that was beside the window. */
    private long ownTaken;

    private long ownReturned;
    private long ownBesideFrom;
    private long ownBesideUpTo;

    /** What was consumed, ever. */
    private long consumed;

    /** Of what is outstanding, the credit that is kept. */
    private long kept;

    private long keptBeside;
    private int openFlows;

    /** How many flows were open when the queues were sorted. */
    private int sortedFor;

    private boolean withdrawn;

    /** The first that waits for room in the window now, and for the place beside it. */
    private @Nullable Claimant firstWaiting;

    private @Nullable Claimant firstLarge;

    /** Counts the looks, for the age of what was asked back. */
    private int looks;

    private boolean lookDue;

    /** Whether a message was large since the last look only because of credit that is kept. */
    private boolean crowded;

    /**
     * An empty window.
     *
     * @param capacity its size
     * @param largestCost what the largest message costs
     * @param later runs a task half a second later, on any thread that holds no lock
     */
    CreditPool(long capacity, long largestCost, Consumer<Runnable> later) {
        this.capacity = capacity;
        this.largestCost = largestCost;
        this.later = later;
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

    InboundCredit open(DeclarationPeer peer, long declarationId) {
        InboundCredit flow = new InboundCredit(this, peer, declarationId);
        synchronized (this) {
            flows.add(flow);
            openFlows++;
            flow.target = Math.min(capacity, Math.max(capacity / FIRST_PART, FIRST_LEAST_BYTES));
            if (!isContended()) { // or nobody would ask the newcomer for what others wait for
                long most = openFlows == 1 ? free() : free() / 2;
                give(flow, Math.max(0, Math.min(flow.target, most)));
            }
        }
        return flow;
    }

    /** The session of a flow has ended: what its peer had not used is free again; what waits in the queue still counts. */
    void close(InboundCredit flow) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed) {
                return;
            }
            flow.closed = true;
            openFlows--;
            queue.remove(flow);
            largeQueue.remove(flow);
            giveBack(flow, flow.reclaim(), flow.unused());
            forgetIfEmpty(flow);
            recount();
            serve(notified);
        }
        notified.forEach(Runnable::run);
    }

    void taken(InboundCredit flow, long cost) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            flow.taken += cost;
            consumed += cost;
            gone(flow, cost);
            forgetIfEmpty(flow);
            serve(notified);
            if (!flow.closed && !isContended() && flow.inWindow() <= flow.target / 2) {
                recount();
                long more = Math.min(Math.min(flow.target, share(flow)) - flow.inWindow(), free());
                if (more > 0) {
                    give(flow, more);
                    notified.add(() -> flow.peer.creditChanged(flow));
                }
            }
        }
        notified.forEach(Runnable::run);
    }

    void blocked(InboundCredit flow, long needed) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            flow.needed = needed;
            if (flow.closed || withdrawn) {
                return;
            }
            long need = need(flow);
            if (need > 0) {
                recount();
                flow.target = Math.min(Math.max(evenShare(), Math.min(need, share(flow))), flow.target * 2);
                enqueue(flow);
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
            giveBack(flow, generation, amount);
            recount();
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
        recount();
        boolean large = !withdrawn && isLarge(cost);
        boolean fits = large ? firstLarge == null && fitsBeside(cost) : firstWaiting == null && cost <= free();
        if (withdrawn || fits) {
            crowded |= large && cost <= capacity;
            admit(cost, large);
            return true;
        }
        return false;
    }

    /**
     * A message of this node's own that does not wait found no room: credit that peers do not use is asked back, so that a later attempt may
     * find some.
     */
    void refused() {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            askAll(null, notified);
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
            ownGone(cost);
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
            enqueue(reservation);
            serve(notified);
        }
        return reservation;
    }

    void cancel(Reservation reservation) {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            if (reservation.isHeld()) {
                reservation.hold(false);
                ownGone(reservation.cost());
            } else if (!queue.remove(reservation) && !largeQueue.remove(reservation)) {
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

    // ---- what is free, and for whom

    private long free() {
        return capacity - outstanding;
    }

    /** True if room that becomes free is waited for, so that nobody gets some who did not ask. */
    private boolean isContended() {
        return firstWaiting != null || !callbacks.isEmpty();
    }

    private long evenShare() {
        return Math.max(1, (capacity - capacity / 4) / Math.max(1, openFlows));
    }

    /** The most that a flow may have outstanding in the window: a part of what others do not keep; alone all of a small one. */
    private long share(InboundCredit flow) {
        long rest = capacity - (kept - flow.kept);
        long alone = Math.max(rest - rest / 4, Math.min(rest, FIRST_LEAST_BYTES));
        return Math.max(1, openFlows == 1 ? alone : rest / 2);
    }

    private boolean isLarge(Claimant claimant) {
        return claimant instanceof InboundCredit flow ? need(flow) > share(flow) : isLarge(claimant.lacking());
    }

    /** Of this node's own messages those are large that would find no room though all who answer held nothing. */
    private boolean isLarge(long ownCost) {
        return ownCost > capacity - kept;
    }

    private boolean fitsBeside(long cost) {
        return beside == 0 || (beside == keptBeside && beside + cost <= 2 * largestCost);
    }

    /** How much credit is kept; what was kept first is used first, so a peer that goes on keeps nothing in the end. */
    private void countKept() {
        kept = 0;
        keptBeside = 0;
        for (InboundCredit flow : flows) {
            long both = flow.countKept(looks);
            flow.kept = both - flow.keptBeside();
            kept += flow.kept;
            keptBeside += both - flow.kept;
        }
    }

    private void recount() {
        if (kept > 0 || keptBeside > 0) {
            countKept();
        }
    }

    private void give(InboundCredit flow, long more) {
        flow.grant(more);
        outstanding += more;
    }

    private void giveBack(InboundCredit flow, int generation, long amount) {
        flow.settleReclaim(generation, amount);
        gone(flow, amount);
    }

    private void gone(InboundCredit flow, long amount) {
        long large = flow.freeBeside();
        beside -= large;
        outstanding -= amount - large;
    }

    private void admit(long ownCost, boolean large) {
        if (large) {
            ownBesideFrom = ownTaken;
            ownBesideUpTo = ownTaken + ownCost;
            ownBeside = ownCost;
            beside += ownCost;
        } else {
            outstanding += ownCost;
        }
        ownTaken += ownCost;
    }

    /** As if they were consumed in the order they took room. */
    private void ownGone(long amount) {
        ownReturned += amount;
        long left = Math.max(0, ownBesideUpTo - Math.max(ownBesideFrom, ownReturned));
        long large = ownBeside - left;
        ownBeside = left;
        beside -= large;
        outstanding -= amount - large;
    }

    private void forgetIfEmpty(InboundCredit flow) {
        if (flow.closed && flow.outstanding() == 0) {
            flows.remove(flow);
        }
    }

    // ---- who waits

    private void enqueue(Claimant claimant) {
        ArrayDeque<Claimant> right = isLarge(claimant) ? largeQueue : queue;
        if (!right.contains(claimant)) {
            (right == queue ? largeQueue : queue).remove(claimant);
            right.addLast(claimant);
            crowded |= right == largeQueue && kept > 0 && need(claimant) <= capacity / 2;
        }
    }

    /** Serves what waits, in order, as far as the room goes; then the callbacks. */
    private void serve(List<Runnable> notified) {
        if (queue.isEmpty() && largeQueue.isEmpty()) {
            firstWaiting = null;
            firstLarge = null;
        } else {
            recount();
            if (kept > 0 || openFlows != sortedFor) { // or shares are what they were
                sort();
            }
            serveLarge(notified);
            serveQueue(notified);
        }
        if (firstWaiting == null) {
            serveCallbacks(notified);
        } else {
            askAll(firstWaiting, notified);
        }
        if (firstLarge != null) {
            askThoseBeside(notified);
        }
        if (firstLarge != null || crowded || isContended()) {
            lookLater(notified);
        }
    }

    /** Shares have changed: who waits in the wrong queue goes to the end of the other one. */
    private void sort() {
        sortedFor = openFlows;
        int waiting = queue.size();
        move(largeQueue, queue, false, largeQueue.size());
        move(queue, largeQueue, true, waiting);
    }

    private void move(ArrayDeque<Claimant> from, ArrayDeque<Claimant> to, boolean large, int count) {
        for (Iterator<Claimant> each = from.iterator(); each.hasNext() && count > 0; count--) {
            Claimant claimant = each.next();
            if (isLarge(claimant) == large) {
                each.remove();
                to.addLast(claimant);
                crowded |= large;
            }
        }
    }

    private void serveQueue(List<Runnable> notified) {
        firstWaiting = null;
        for (Iterator<Claimant> each = queue.iterator(); firstWaiting == null && each.hasNext(); ) {
            Claimant next = each.next();
            long need = need(next);
            if (withdrawn || need <= 0) {
                each.remove();
                served(next, 0, notified);
            } else if (next instanceof InboundCredit flow && flow.inWindow() + need > share(flow)) {
                // It waits for its own messages, and nobody waits for it.
                if (flow.unused() + need > share(flow)) {
                    askBack(flow, notified); // its message may be larger than it seems
                }
            } else if (need <= free()) {
                each.remove();
                served(next, need, notified);
            } else {
                firstWaiting = next;
            }
        }
    }

    private void serveLarge(List<Runnable> notified) {
        firstLarge = null;
        for (Iterator<Claimant> each = largeQueue.iterator(); firstLarge == null && each.hasNext(); ) {
            Claimant next = each.next();
            long need = need(next);
            if (withdrawn || need <= 0) {
                each.remove();
                served(next, 0, notified);
            } else if (next instanceof InboundCredit flow && flow.beside > 0) {
                askBack(flow, notified); // what it has may be for another message, which went elsewhere
            } else if (fitsBeside(need)) {
                each.remove();
                servedBeside(next, need, notified);
            } else {
                firstLarge = next;
            }
        }
    }

    private void served(Claimant claimant, long need, List<Runnable> notified) {
        if (claimant instanceof InboundCredit flow && need > 0) {
            long room = Math.min(flow.target, share(flow)) - flow.inWindow() - need;
            long growth = Math.max(0, Math.min(room, (free() - need) / 2));
            give(flow, need + growth);
            notified.add(told(flow));
        } else if (claimant instanceof Reservation reservation) {
            admit(reservation.cost(), false);
            reservation.hold(true);
            notified.add(reservation.served);
        }
    }

    private void servedBeside(Claimant claimant, long need, List<Runnable> notified) {
        if (claimant instanceof InboundCredit flow) {
            flow.grantBeside(need);
            beside += need;
            notified.add(told(flow));
        } else if (claimant instanceof Reservation reservation) {
            admit(need, true);
            reservation.hold(true);
            notified.add(reservation.served);
        }
    }

    /** A peer may have reported a need that nobody can have; more than it got, it does not wait for. */
    private static Runnable told(InboundCredit flow) {
        flow.needed = Math.min(flow.needed, flow.granted() - flow.returned());
        return () -> flow.peer.creditChanged(flow);
    }

    private void serveCallbacks(List<Runnable> notified) {
        for (Iterator<Callback> each = callbacks.iterator(); each.hasNext(); ) {
            Callback callback = each.next();
            boolean fits =
                    isLarge(callback.cost) ? firstLarge == null && fitsBeside(callback.cost) : callback.cost <= free();
            if (withdrawn || fits) {
                each.remove();
                notified.add(callback.task);
            }
        }
        if (!callbacks.isEmpty()) {
            askAll(null, notified);
        }
    }

    /** What a claimant lacks. A peer may report what it likes, but a message has a largest size. */
    private long need(Claimant claimant) {
        return claimant instanceof InboundCredit ? Math.min(claimant.lacking(), largestCost) : claimant.lacking();
    }

    // ---- what is asked back

    private void askAll(@Nullable Claimant except, List<Runnable> notified) {
        for (InboundCredit flow : flows) {
            if (flow != except) {
                askBack(flow, notified);
            }
        }
    }

    private void askThoseBeside(List<Runnable> notified) {
        for (InboundCredit flow : flows) {
            if (flow.beside > 0) {
                askBack(flow, notified);
            }
        }
    }

    private void askBack(InboundCredit flow, List<Runnable> notified) {
        if (flow.mayBeAsked()) {
            flow.askBack(looks);
            notified.add(() -> flow.peer.creditChanged(flow));
        }
    }

    private void lookLater(List<Runnable> notified) {
        if (!lookDue && !withdrawn) {
            lookDue = true;
            notified.add(() -> later.accept(this::look));
        }
    }

    /** What was asked back may count as kept by now, and whoever does not answer while others wait is reported. */
    private void look() {
        List<Runnable> notified = new ArrayList<>(2);
        synchronized (this) {
            lookDue = false;
            looks++;
            countKept();
            boolean wasCrowded = crowded;
            crowded = false;
            sort();
            serve(notified);
            for (InboundCredit flow : flows) {
                if (flow.owesAnswer(looks) && (isWaitedForBesides(flow) || (wasCrowded && flow.kept > 0))) {
                    notified.add(() -> flow.peer.creditKept(flow));
                }
            }
        }
        notified.forEach(Runnable::run);
    }

    private boolean isWaitedForBesides(InboundCredit flow) {
        return !callbacks.isEmpty()
                || (firstWaiting != null && (firstWaiting != flow || queue.size() > 1))
                || (firstLarge != null && flow.beside > 0);
    }

    @Override
    public synchronized String toString() {
        return "window of " + capacity + ", " + outstanding + " outstanding, " + kept + " of that kept, " + beside
                + " beside it, " + keptBeside + " of that kept, queue " + queue + ", of large messages " + largeQueue
                + ", "
                + callbacks.size() + " callbacks" + (withdrawn ? ", withdrawn" : "") + ", flows " + flows;
    }
}
