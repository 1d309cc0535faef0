package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.streamer.Subscription;
import chaski.streamer.waiting.Nanos;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one subscription. Any number of threads may add and take; thread-safe.
 *
 * <p>Two locks keep the two sides apart. <em>Entry</em> is held to add a batch, and by a taker only when it has used up
 * what it fetched, to fetch everything that is available. <em>Exit</em> is held to take one message. Exit is acquired
 * before entry. Credit is returned to the engine under neither.
 *
 * <p>The queue is bounded by the window of its declaration: peers and local publishers reserve room before they send.
 *
 * <p>It ends in one of two ways. {@link #close} and {@link #discard} drop its contents. {@link Termination#drain}
 * accepts nothing new, and the mailbox is <em>over</em> once it has {@linkplain Termination stopped} and everything was
 * taken.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each counter has one lock that its writers hold
public final class Mailbox {

    private static final Runnable NOTHING = () -> {};

    /** Credit is returned once it amounts to this fraction of the window, rather than with each message. */
    private static final int REFUND_WINDOW_FRACTION = 16;

    private static final long MAX_REFUND_BYTES = 64 * 1024;

    private final TopicPattern pattern;
    private final boolean keepsBytes;
    private final long refundThresholdBytes;

    private final ReentrantLock entry = new ReentrantLock();
    private final Condition arrived = entry.newCondition();
    private final ReentrantLock exit = new ReentrantLock();
    private final Termination termination = new Termination(entry);

    /** Set once, before another thread sees the mailbox. */
    private @Nullable DeclarationHandle declared;

    // guarded by entry
    private final BatchChain queue = new BatchChain();
    private int waiting;

    // guarded by exit
    private @Nullable Batch current;

    // written under entry
    private volatile long put;
    private volatile long discarded;

    /** Written under exit. */
    private final AtomicLong taken = new AtomicLong();

    private volatile Runnable onTerminationProgress = NOTHING;

    private final InlineDrainer inlineDrainer = new InlineDrainer();

    /**
     * Creates an empty, open mailbox.
     *
     * @param pattern the topics
     * @param windowBytes the size of the window
     * @param keepsBytes true if payloads may be the very arrays that arrive
     */
    public Mailbox(TopicPattern pattern, long windowBytes, boolean keepsBytes) {
        this.pattern = pattern;
        this.keepsBytes = keepsBytes;
        this.refundThresholdBytes = Math.min(windowBytes / REFUND_WINDOW_FRACTION, MAX_REFUND_BYTES);
    }

    /** {@return the topics} */
    public TopicPattern pattern() {
        return pattern;
    }

    /** {@return whether each delivery needs a separate array} */
    public boolean keepsBytes() {
        return keepsBytes;
    }

    /** {@return its declaration} */
    public DeclarationHandle declared() {
        DeclarationHandle made = declared;
        if (made == null) {
            throw new IllegalStateException("the mailbox of " + pattern + " is not declared");
        }
        return made;
    }

    boolean isDeclared() {
        return declared != null;
    }

    void declaredAs(DeclarationHandle made) {
        declared = made;
    }

    /** {@return whether local publishers may add messages} */
    public boolean isOpen() {
        return termination.isOpen();
    }

    boolean isClosed() {
        return termination.isClosed();
    }

    /** True if a peer that has applied this node's declarations up to that version sends for this mailbox. */
    boolean isServedAt(long applied) {
        return !isClosed()
                && declared().version() <= applied
                && applied < declared().withdrawnVersion();
    }

    /**
     * Makes a task take messages on the threads that add them, one thread at a time.
     *
     * @param task takes messages until the mailbox is empty
     */
    void inline(Runnable task) {
        inlineDrainer.use(task);
    }

    /** Sets a task that is run when the mailbox has stopped, and each time a message is taken after that. */
    void onTerminationProgress(Runnable task) {
        onTerminationProgress = task;
    }

    /**
     * Adds one message; {@link #inlineDrainer} must follow, when the caller holds no lock.
     *
     * @param delivery the message
     * @param refund receives its cost when it is taken, or immediately if the mailbox is closed
     */
    public void put(Delivery delivery, CreditRefund refund) {
        if (!add(delivery, refund)) {
            refund.taken(delivery.cost());
        }
    }

    private boolean add(Delivery delivery, CreditRefund refund) {
        entry.lock();
        try {
            if (isClosed()) {
                discarded++;
                put++;
                return false;
            }
            queue.add(delivery, refund);
            count(1);
            return true;
        } finally {
            entry.unlock();
        }
    }

    /** Adds a whole batch; {@link #inlineDrainer} must follow. */
    void put(Batch batch) {
        boolean open;
        entry.lock();
        try {
            open = !isClosed();
            if (open) {
                queue.add(batch);
                count(batch.size());
            } else {
                put += batch.size();
                discarded += batch.discard();
            }
        } finally {
            entry.unlock();
        }
        if (!open) {
            batch.refund().taken(batch.takeRefund());
        }
    }

    private void count(int messages) {
        put += messages;
        if (waiting > 0) {
            arrived.signalAll();
        }
    }

    /** Runs the inline handler, if there is one, for everything queued. A thread that runs it already continues with what was added. */
    public void runInline() {
        inlineDrainer.run();
    }

    /**
     * Takes the next message if there is one.
     *
     * @return the message, or {@code null}
     */
    @Nullable
    Delivery poll() {
        Batch batch;
        Delivery delivery;
        long refunded = 0;
        exit.lock();
        try {
            batch = current;
            if (batch == null) {
                batch = fetch();
                if (batch == null) {
                    return null;
                }
            }
            delivery = batch.take();
            if (batch.isEmpty()) {
                current = batch.next;
                refunded = batch.takeRefund();
            } else {
                current = batch;
                if (batch.pendingRefund() >= refundThresholdBytes) {
                    refunded = batch.takeRefund();
                }
            }
            taken.lazySet(taken.getPlain() + 1); // nevertheless visible immediately: the lock is released next
        } finally {
            exit.unlock();
        }
        if (refunded > 0) {
            batch.refund().taken(refunded);
        }
        if (!termination.isOpen()) {
            checkTerminated();
        }
        return delivery;
    }

    private @Nullable Batch fetch() {
        entry.lock();
        try {
            return queue.removeAll();
        } finally {
            entry.unlock();
        }
    }

    /**
     * Takes the next message.
     *
     * @param nanos how long to wait for it; {@link Nanos#FOREVER} until there is one or the mailbox is over
     * @param giveUp returns true to stop waiting; evaluated before waiting and after {@link #nudge}
     * @return the message, or {@code null} if none arrived
     * @throws InterruptedException when interrupted while waiting
     */
    @Nullable
    Delivery take(long nanos, BooleanSupplier giveUp) throws InterruptedException {
        long left = nanos;
        Delivery delivery = poll();
        while (delivery == null && left > 0) {
            left = awaitArrival(left, giveUp);
            delivery = poll();
        }
        return delivery;
    }

    /** Waits until there is a message. Returns the time left, 0 if there is nothing to wait for. */
    private long awaitArrival(long nanos, BooleanSupplier giveUp) throws InterruptedException {
        long left = nanos;
        entry.lock();
        waiting++;
        try {
            while (size() == 0 && left > 0) {
                if (isOver() || giveUp.getAsBoolean()) {
                    return 0;
                }
                left = arrived.awaitNanos(left);
            }
            return nanos == Nanos.FOREVER ? nanos : Math.max(left, 0);
        } finally {
            waiting--;
            entry.unlock();
        }
    }

    /** Wakes waiting threads, which evaluate their {@code giveUp} again. */
    void nudge() {
        underEntry(arrived::signalAll);
    }

    private long size() {
        return put - taken.get() - discarded;
    }

    /** {@return whether no message follows and none is left} */
    boolean isOver() {
        return isClosed() || (termination.isDraining() && termination.hasStopped() && size() == 0);
    }

    /** {@return its state of termination} */
    Termination termination() {
        return termination;
    }

    /** No peer sends any more. */
    void sendersStopped() {
        termination.sendersStopped();
        checkTerminated();
    }

    /** A large message has begun to arrive. False if the mailbox is closed. */
    boolean beginAssembly() {
        return termination.beginAssembly();
    }

    /** A large message is complete, or will never be. */
    void endAssembly() {
        termination.endAssembly();
        if (!termination.isOpen()) {
            checkTerminated();
        }
    }

    /** Ends immediately: nothing more is added. {@link #discard} must follow. False if it was closed before. */
    boolean close() {
        boolean first = termination.close();
        if (first) {
            inlineDrainer.drop();
        }
        return first;
    }

    /**
     * Drops the contents of a closed mailbox and returns their credit. Called only after the declaration is withdrawn:
     * the room would otherwise admit messages that waited for it, only to drop them, too.
     */
    void discard() {
        Batch batch;
        exit.lock();
        try {
            batch = current;
            current = null;
            if (batch == null) {
                batch = fetch();
            } else {
                batch.last().next = fetch();
            }
        } finally {
            exit.unlock();
        }
        for (; batch != null; batch = batch.next) {
            int rest = batch.discard();
            underEntry(() -> discarded += rest);
            batch.refund().taken(batch.takeRefund());
        }
        checkTerminated();
    }

    private void underEntry(Runnable change) {
        entry.lock();
        try {
            change.run();
        } finally {
            entry.unlock();
        }
    }

    private void checkTerminated() {
        if (termination.hasStopped()) {
            nudge();
            onTerminationProgress.run();
        }
    }

    /** {@return how many messages were taken} */
    long takenCount() {
        return taken.get();
    }

    /** {@return whether a thread waits for a message} */
    boolean isAwaited() {
        entry.lock();
        try {
            return waiting > 0;
        } finally {
            entry.unlock();
        }
    }

    /** {@return whether an inline handler is being called} */
    boolean isRunningInline() {
        return inlineDrainer.isRunning();
    }

    /** Returns the counts of messages; {@code failed} of them were taken and not handled. */
    Subscription.Statistics statistics(long failed) {
        return new Subscription.Statistics(put, taken.get(), failed, discarded);
    }
}
