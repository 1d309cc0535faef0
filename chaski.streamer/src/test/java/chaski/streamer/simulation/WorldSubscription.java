package chaski.streamer.simulation;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.streamer.Message;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.testkit.history.HistoryEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A subscription of the public API and its consumer, which is prompt, slow, or does not read. */
final class WorldSubscription {

    /** A pace at which nothing is read. */
    static final long STOPPED = Long.MAX_VALUE;

    /** A consumer that takes longer for a message disturbs its publishers. */
    private static final long PROMPT_NS = 2_000_000;

    /** A consumer that finds nothing polls again after this time. */
    private static final long RETRY_NS = 1_000_000;

    private final WorldNode node;
    private final RandomGenerator random;
    private final TopicPattern pattern;
    private final long windowBytes;
    private final boolean inline;
    private final Subscription<byte[]> subscription;
    private final DeclarationHandle declared;
    private final String name;

    /** What was added to the queue and not taken, by publisher. */
    private final Map<RouteRecorder, ArrayDeque<Long>> queued = new HashMap<>();

    private State state = State.OPEN;
    private long delivered;
    private long taken;
    private long paceNs;
    private boolean consuming;
    private boolean closeRecorded;

    WorldSubscription(WorldNode node, RandomGenerator random, String pattern, long windowBytes, boolean inline) {
        this.node = node;
        this.random = random;
        this.pattern = TopicPattern.of(pattern);
        this.windowBytes = windowBytes;
        this.inline = inline;
        SubscriptionOptions options =
                SubscriptionOptions.DEFAULT.queueBytes(windowBytes).inline(inline);
        this.subscription = inline
                ? node.streamer().subscribe(pattern, byte[].class, options, this::handle)
                : node.streamer().subscribe(pattern, byte[].class, options);
        this.declared = node.lastDeclared();
        this.name = name(node.run(), declared.id());
        node.world().record(new HistoryEvent.SubscriptionOpened(name, node.run()));
    }

    private enum State {
        OPEN,
        DRAINING,
        CLOSED
    }

    static String name(String run, long declaration) {
        return run + "/s" + declaration;
    }

    String name() {
        return name;
    }

    DeclarationHandle declaration() {
        return declared;
    }

    TopicPattern pattern() {
        return pattern;
    }

    long windowBytes() {
        return windowBytes;
    }

    boolean matches(Topic topic) {
        return pattern.matches(topic);
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    long inQueue() {
        return delivered - taken;
    }

    // ---- arriving messages

    /** A message was added to the queue, or is about to be. */
    void delivered(RouteRecorder publisher, long sequence) {
        node.world().record(new HistoryEvent.Delivered(name, publisher.id(), sequence));
        queued.computeIfAbsent(publisher, p -> new ArrayDeque<>()).add(sequence);
        delivered++;
        consumeLater();
    }

    private void handle(Message<byte[]> message) {
        node.checkNoLockIsHeld("an inline handler");
        taken(message);
        if (random.nextInt(16) == 0) {
            node.publishFromHandler();
        }
    }

    private void taken(Message<byte[]> message) {
        taken++;
        RouteRecorder publisher = node.world().publisher(message.origin());
        Long expected = publisher == null
                ? null
                : queued.getOrDefault(publisher, new ArrayDeque<>()).poll();
        if (publisher == null || expected == null || expected != message.sequence()) {
            node.problem(name + " got " + message + ", expected message " + expected + " of "
                    + (publisher == null ? "an unknown publisher" : publisher.id()));
            return;
        }
        String fault = publisher.fault(message.sequence(), message.payload());
        if (!fault.isEmpty() || !publisher.topic().equals(message.topic())) {
            node.problem(name + ": " + message + " of " + publisher.id() + " " + fault);
        }
    }

    // ---- the consumer

    /** Sets how long it takes for each message from now on. */
    void pace(long eachNs) {
        if (inline) {
            return;
        }
        paceNs = eachNs;
        node.world().disturbed("slow " + name, eachNs > PROMPT_NS && state != State.CLOSED);
        consumeLater();
    }

    private void consumeLater() {
        if (mayConsume()) {
            consumeAfter(paceNs == 0 ? 0 : random.nextLong(2 * paceNs));
        }
    }

    private boolean mayConsume() {
        return !inline && !consuming && paceNs != STOPPED && delivered > taken;
    }

    private void consumeAfter(long delayNs) {
        consuming = true;
        node.later(delayNs, this::consume);
    }

    private void consume() {
        consuming = false;
        int count = paceNs == 0 ? 1 + random.nextInt(20) : 1;
        boolean empty = false;
        for (int i = 0; i < count && !empty && paceNs != STOPPED && state != State.CLOSED; i++) {
            Optional<Message<byte[]>> next = subscription.next(Duration.ZERO);
            next.ifPresent(this::taken);
            empty = next.isEmpty();
        }
        noteClosed();
        if (state == State.CLOSED) {
            return;
        }
        if (empty && mayConsume()) {
            consumeAfter(RETRY_NS);
        } else {
            consumeLater();
        }
    }

    // ---- its end

    /** Ends immediately. */
    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            subscription.close();
            recordClosed();
        }
    }

    /** When nothing is in transit any more: each message that arrived was taken, or discarded by the close. */
    void checkStatistics() {
        Subscription.Statistics statistics = subscription.statistics();
        if (statistics.delivered() != delivered
                || statistics.taken() != taken
                || statistics.discarded() != delivered - taken) {
            node.problem(name + " got " + delivered + " and took " + taken + ", but shows " + statistics);
        }
    }

    /** Ends once no peer sends to it any more and everything was taken. */
    void drain() {
        if (state == State.OPEN) {
            state = State.DRAINING;
            subscription.drain();
            noteClosed();
        }
    }

    /** The node closes, and delivers no more. */
    void nodeClosed() {
        state = State.CLOSED;
        recordClosed();
    }

    /** A drained subscription must end at some time. */
    void noteClosed() {
        if (state == State.DRAINING && subscription.isClosed()) {
            state = State.CLOSED;
            if (delivered != taken) {
                node.problem(name + " was drained with " + (delivered - taken) + " messages in its queue");
            }
            recordClosed();
        }
    }

    private void recordClosed() {
        if (!closeRecorded) {
            closeRecorded = true;
            node.world().record(new HistoryEvent.SubscriptionClosed(name));
            node.world().disturbed("slow " + name, false);
        }
    }

    @Nullable
    Long nextOf(RouteRecorder publisher) {
        return queued.getOrDefault(publisher, new ArrayDeque<>()).peek();
    }

    @Override
    public String toString() {
        return name + " (" + pattern + ", " + state + ", window " + windowBytes + ", " + inQueue() + " queued, pace "
                + paceNs + (inline ? ", inline) " : ") ") + declared;
    }
}
