package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Subscription;
import chaski.streamer.waiting.Nanos;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one subscription. Many put in, many may take out; thread-safe.
 *
 * <p>Two locks keep them apart. <em>Entry</em> is held to add a batch, and by a taker only when it has used up what it fetched and
 * fetches everything there is. <em>Exit</em> is held to take one message. Exit comes before entry. The engine is told of credit without
 * either.
 *
 * <p>The queue is bounded by the window of its declaration: peers and local publishers reserve before they send.
 *
 * <p>It ends in one of two ways. {@link #close} and {@link #discard} throw away what is in it. {@link #drain} lets nothing new begin, and the mailbox is
 * <em>over</em> when no peer sends any more, no large message is still on its way and everything was taken.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each counter has one lock that its writers hold
public final class Mailbox {

    private static final Runnable NOTHING = () -> {};

    /** What was taken may be owed to the senders up to this part of the window, so that not each message tells the engine. */
    private static final int OWED_PART = 16;

    private static final long OWED_MOST_BYTES = 64 * 1024;

    private enum State {
        OPEN,
        DRAINING,
        CLOSED
    }

    private final TopicPattern pattern;
    private final boolean keepsBytes;
    private final long mayOweBytes;

    private final ReentrantLock entry = new ReentrantLock();
    private final Condition arrived = entry.newCondition();
    private final ReentrantLock exit = new ReentrantLock();

    /** Set once, before anybody else sees the mailbox. */
    private @Nullable DeclarationHandle declared;

    // guarded by entry
    private final BatchChain queue = new BatchChain();
    private int waiting;
    private boolean stopped;
    private int expected;

    // guarded by exit
    private @Nullable Batch current;

    // written under entry
    private volatile long put;
    private volatile long discarded;
    private volatile State state = State.OPEN;
    private volatile @Nullable SlowConsumerException failure;

    /** Written under exit. */
    private final AtomicLong taken = new AtomicLong();

    private volatile Runnable whenStopped = NOTHING;

    private final Pump pump = new Pump();

    /**
     * An empty, open mailbox.
     *
     * @param pattern the topics
     * @param windowBytes the size of the window
     * @param keepsBytes whether payloads may be the arrays that come
     */
    public Mailbox(TopicPattern pattern, long windowBytes, boolean keepsBytes) {
        this.pattern = pattern;
        this.keepsBytes = keepsBytes;
        this.mayOweBytes = Math.min(windowBytes / OWED_PART, OWED_MOST_BYTES);
    }

    /** {@return the topics} */
    public TopicPattern pattern() {
        return pattern;
    }

    /** {@return whether each delivery needs an array of its own} */
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

    /** {@return whether local publishers may put messages in} */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether a peer that has applied this node's declarations up to that version sends for this one. */
    boolean isServedAt(long applied) {
        return !isClosed()
                && declared().version() <= applied
                && applied < declared().withdrawnVersion();
    }

    /**
     * Lets a task take messages on the threads that put them in, one thread at a time.
     *
     * @param task takes until there is nothing
     */
    void inline(Runnable task) {
        pump.use(task);
    }

    /** Has a task look how far it is when it has stopped, and each time something is taken after that. */
    void whenStopped(Runnable task) {
        whenStopped = task;
    }

    /**
     * Puts one message in; {@link #pump} must follow, when the caller holds no lock.
     *
     * @param delivery the message
     * @param refund to whom its cost is given back; also at once, when the mailbox is closed
     */
    public void put(Delivery delivery, Refund refund) {
        if (!add(delivery, refund)) {
            refund.taken(delivery.cost());
        }
    }

    private boolean add(Delivery delivery, Refund refund) {
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

    /** Puts a whole batch in; {@link #pump} must follow. */
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
            batch.refund().taken(batch.settle());
        }
    }

    private void count(int messages) {
        put += messages;
        if (waiting > 0) {
            arrived.signalAll();
        }
    }

    /** Calls an inline handler for what is in the queue. If another thread is at it, that one goes on with what was added. */
    public void pump() {
        pump.run();
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
                refunded = batch.settle();
            } else {
                current = batch;
                if (batch.owed() >= mayOweBytes) {
                    refunded = batch.settle();
                }
            }
            taken.lazySet(taken.getPlain() + 1); // seen at once all the same: the lock is let go next
        } finally {
            exit.unlock();
        }
        if (refunded > 0) {
            batch.refund().taken(refunded);
        }
        if (state != State.OPEN) {
            lookWhetherStopped();
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
     * @param giveUp asked before waiting and after {@link #nudge}: whether not to wait any longer
     * @return the message, or {@code null} when it did not come
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

    /** Waits until there is something: how much time is left, 0 when there is nothing to wait for. */
    private long awaitArrival(long nanos, BooleanSupplier giveUp) throws InterruptedException {
        long left = nanos;
        entry.lock();
        waiting++;
        try {
            while (inside() == 0 && left > 0) {
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

    /** Lets those who wait ask whether to give up. */
    void nudge() {
        underEntry(arrived::signalAll);
    }

    private long inside() {
        return put - taken.get() - discarded;
    }

    /** {@return whether no message follows and none is left} */
    boolean isOver() {
        return switch (state) {
            case OPEN -> false;
            case DRAINING -> stoppedAndEmpty();
            case CLOSED -> true;
        };
    }

    private boolean stoppedAndEmpty() {
        return hasStopped() && inside() == 0;
    }

    /** {@return whether nothing will be put in any more} */
    boolean hasStopped() {
        entry.lock();
        try {
            return isClosed() || (stopped && expected == 0);
        } finally {
            entry.unlock();
        }
    }

    /** Nothing new begins; false when that was so already. */
    boolean drain() {
        return drain(null);
    }

    /** Nothing new begins, because of a failure or by will; false when that was so already. */
    boolean drain(@Nullable SlowConsumerException why) {
        entry.lock();
        try {
            if (state != State.OPEN) {
                return false;
            }
            failure = why;
            state = State.DRAINING;
            return true;
        } finally {
            entry.unlock();
        }
    }

    /** Why it was drained, unless by will. */
    @Nullable
    SlowConsumerException failure() {
        return failure;
    }

    /** No peer sends any more. */
    void stopped() {
        underEntry(() -> stopped = true);
        lookWhetherStopped();
    }

    /** A large message has begun to arrive; false when the mailbox is closed. */
    boolean expect() {
        entry.lock();
        try {
            expected++;
            return !isClosed();
        } finally {
            entry.unlock();
        }
    }

    /** A large message is here, or will never be. */
    void expectNoMore() {
        underEntry(() -> expected--);
        if (state != State.OPEN) {
            lookWhetherStopped();
        }
    }

    /** Ends at once: nothing more goes in. {@link #discard} is to follow. False when it was closed already. */
    boolean close() {
        entry.lock();
        try {
            if (isClosed()) {
                return false;
            }
            state = State.CLOSED;
        } finally {
            entry.unlock();
        }
        pump.drop();
        return true;
    }

    /**
     * Throws away what is in a closed mailbox and gives its cost back. Only after the declaration is withdrawn, since the room would let
     * messages through that waited for it, to be thrown away, too.
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
            batch.refund().taken(batch.settle());
        }
        lookWhetherStopped();
    }

    private void underEntry(Runnable change) {
        entry.lock();
        try {
            change.run();
        } finally {
            entry.unlock();
        }
    }

    private void lookWhetherStopped() {
        if (hasStopped()) {
            nudge();
            whenStopped.run();
        }
    }

    /** {@return how many messages were taken out} */
    long takenCount() {
        return taken.get();
    }

    /** {@return whether somebody waits for a message} */
    boolean isAwaited() {
        entry.lock();
        try {
            return waiting > 0;
        } finally {
            entry.unlock();
        }
    }

    /** {@return whether an inline handler is being called} */
    boolean isPumping() {
        return pump.isRunning();
    }

    /** Tells what became of the messages, of which so many failed. */
    Subscription.Statistics statistics(long failed) {
        return new Subscription.Statistics(put, taken.get(), failed, discarded);
    }
}
