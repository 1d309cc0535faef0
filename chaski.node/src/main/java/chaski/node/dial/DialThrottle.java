package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Limits;
import chaski.api.protocol.Environment;
import chaski.node.context.Counters;
import chaski.node.link.DialAttempt;
import chaski.node.link.LoopbackAddresses;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the dials to unverified endpoints, which only other nodes have named, so that no node can make this one flood third
 * parties.
 *
 * <p>A dial takes a token of the <em>announcer</em>, the peer that named the endpoint, and one of the <em>host</em> that is
 * dialled. Both are returned when the expected node answers there, so valid endpoints are dialled as fast as they answer. Without
 * the expected answer an announcer has {@value #ANNOUNCER_BURST} dials at once and then two a second. A host has as many as this
 * node accepts handshakes from one address ({@code limits.handshakeBurst}, {@code limits.handshakesPerSecond}), loopback excepted.
 * One endpoint is dialled once at a time, and with growing pauses while nothing answers there, for all nodes that are announced
 * there. Announcers are served in turn. The queue of each announcer is bounded.
 *
 * <p>Before an answer a handshake sends only HELLO. Confined to the control loop.
 */
final class DialThrottle {

    static final int ANNOUNCER_BURST = 32;
    static final long ANNOUNCER_INTERVAL_NS = Duration.ofMillis(500).toNanos();

    /** The pauses between dials of an endpoint where nothing answers: the first and the longest. */
    static final long FIRST_PAUSE_NS = Duration.ofSeconds(1).toNanos();

    static final long LONGEST_PAUSE_NS = Duration.ofSeconds(30).toNanos();

    static final int MAX_UNDER_WAY = 128;
    static final int MAX_WAITING = 2_048;

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_DOUBLINGS = 5;
    private static final long REPORT_SPACING_NS = Duration.ofMinutes(1).toNanos();
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final Environment environment;
    private final Supplier<Limits> limits;
    private final Counters counters;
    private final Consumer<DialAttempt> dial;
    private final Consumer<NodeId> onHeld;
    private final Map<NodeId, Queue<DialAttempt>> waiting = new LinkedHashMap<>();
    private final Map<NodeId, TokenBucket> announcers = bounded();
    private final Map<NodeId, Long> reportedNs = bounded();
    private final Map<String, TokenBucket> hosts = bounded();
    private final Map<Endpoint, Silence> silent = bounded();
    private final Set<Endpoint> underWay = new HashSet<>();
    private Environment.Cancellable timer = () -> {};
    private boolean pumping;

    /**
     * Creates a throttle with an empty queue.
     *
     * @param environment time
     * @param limits those in effect
     * @param counters where to count
     * @param dial dials at once
     * @param onHeld called once a minute for each announcer that has used up its dials
     */
    DialThrottle(
            Environment environment,
            Supplier<Limits> limits,
            Counters counters,
            Consumer<DialAttempt> dial,
            Consumer<NodeId> onHeld) {
        this.environment = environment;
        this.limits = limits;
        this.counters = counters;
        this.dial = dial;
        this.onHeld = onHeld;
    }

    /** The recent failures of an endpoint that does not answer. */
    private record Silence(int failures, long untilNs) {}

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };
    }

    /** Dials at once or later; an attempt that is no longer wanted by then fails. */
    void submit(NodeId announcer, DialAttempt attempt) {
        Queue<DialAttempt> queue = waiting.computeIfAbsent(announcer, id -> new ArrayDeque<>());
        if (queue.size() >= MAX_WAITING) {
            counters.add("dialThrottle.dropped");
            attempt.failed(RefusalCode.OTHER, "too many addresses wait that the same node has named");
            return;
        }
        queue.add(attempt);
        pump();
        if (queue.contains(attempt)) {
            counters.add("dialThrottle.held");
        }
    }

    /** Clears the pauses after a change: endpoints that did not answer may answer now. */
    void retry() {
        silent.clear();
        pump();
    }

    void close() {
        timer.cancel();
        waiting.clear();
    }

    /** Dials what may be dialled now, one attempt of each announcer in turn, and schedules the next time. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            timer.cancel();
            List<DialAttempt> unwanted = new ArrayList<>();
            while (dialOneOfEach(unwanted)) {
                // Repeats while there is one.
            }
            unwanted.forEach(attempt -> attempt.failed(RefusalCode.OTHER, "it is not needed any more"));
        } finally {
            pumping = false;
        }
        comeBack();
    }

    private boolean dialOneOfEach(List<DialAttempt> unwanted) {
        boolean any = false;
        for (Map.Entry<NodeId, Queue<DialAttempt>> each : List.copyOf(waiting.entrySet())) {
            any |= dialOne(each.getKey(), each.getValue(), unwanted);
            if (each.getValue().isEmpty()) {
                waiting.remove(each.getKey());
            }
        }
        return any;
    }

    private boolean dialOne(NodeId announcer, Queue<DialAttempt> queue, List<DialAttempt> unwanted) {
        long now = environment.nanoTime();
        if (bucketOf(announcer).waitNs(now) > 0) {
            report(announcer, now);
            return false;
        }
        if (underWay.size() >= MAX_UNDER_WAY) {
            return false;
        }
        DialAttempt next = next(queue, unwanted, now);
        if (next == null) {
            return false;
        }
        queue.remove(next);
        begin(announcer, next, now);
        return true;
    }

    /** The first attempt that may be dialled now; endpoints whose dials have not failed come before the others. */
    private @Nullable DialAttempt next(Queue<DialAttempt> queue, List<DialAttempt> unwanted, long now) {
        DialAttempt again = null;
        for (Iterator<DialAttempt> all = queue.iterator(); all.hasNext(); ) {
            DialAttempt each = all.next();
            if (!each.isWanted()) {
                all.remove();
                unwanted.add(each);
            } else if (waitNs(each.endpoint(), now) <= 0) {
                if (!silent.containsKey(each.endpoint())) {
                    return each;
                }
                again = again == null ? each : again;
            }
        }
        return again;
    }

    private void report(NodeId announcer, long now) {
        Long last = reportedNs.get(announcer);
        if (last == null || now - last >= REPORT_SPACING_NS) {
            reportedNs.put(announcer, now);
            onHeld.accept(announcer);
        }
    }

    private long waitNs(Endpoint endpoint, long now) {
        if (underWay.contains(endpoint)) {
            return Long.MAX_VALUE;
        }
        Silence silence = silent.get(endpoint);
        long pauseNs = silence == null ? 0 : silence.untilNs() - now;
        return LoopbackAddresses.contains(endpoint.host())
                ? pauseNs
                : Math.max(pauseNs, bucketOf(endpoint.host()).waitNs(now));
    }

    private void begin(NodeId announcer, DialAttempt attempt, long now) {
        bucketOf(announcer).take(now);
        bucketOf(attempt.endpoint().host()).take(now);
        underWay.add(attempt.endpoint());
        dial.accept(new Unverified(announcer, attempt));
    }

    private TokenBucket bucketOf(NodeId id) {
        return announcers.computeIfAbsent(
                id, i -> new TokenBucket(ANNOUNCER_BURST, ANNOUNCER_INTERVAL_NS, environment.nanoTime()));
    }

    private TokenBucket bucketOf(String host) {
        return hosts.computeIfAbsent(host, h -> {
            Limits now = limits.get();
            return new TokenBucket(now.handshakeBurst(), SECOND_NS / now.handshakesPerSecond(), environment.nanoTime());
        });
    }

    /** Schedules the next {@link #pump}; the end of an attempt calls it too. */
    private void comeBack() {
        if (waiting.isEmpty() || underWay.size() >= MAX_UNDER_WAY) {
            return;
        }
        long now = environment.nanoTime();
        long soonestNs = Long.MAX_VALUE;
        Map<Endpoint, Long> waits = new HashMap<>();
        for (Map.Entry<NodeId, Queue<DialAttempt>> each : waiting.entrySet()) {
            long announcerNs = bucketOf(each.getKey()).waitNs(now);
            for (DialAttempt attempt : each.getValue()) {
                long endpointNs = waits.computeIfAbsent(attempt.endpoint(), endpoint -> waitNs(endpoint, now));
                soonestNs = Math.min(soonestNs, Math.max(announcerNs, endpointNs));
            }
        }
        if (soonestNs < Long.MAX_VALUE) {
            timer = environment.schedule(Math.max(1, soonestNs), this::pump);
        }
    }

    /** An attempt in progress. */
    private final class Unverified implements DialAttempt {

        private final NodeId announcer;
        private final DialAttempt attempt;
        private boolean asExpected;
        private boolean answered;

        Unverified(NodeId announcer, DialAttempt attempt) {
            this.announcer = announcer;
            this.attempt = attempt;
        }

        @Override
        public Endpoint endpoint() {
            return attempt.endpoint();
        }

        @Override
        public boolean isMove() {
            return attempt.isMove();
        }

        @Override
        public boolean isAuxiliary() {
            return attempt.isAuxiliary();
        }

        @Override
        public Optional<NodeId> expected() {
            return attempt.expected();
        }

        @Override
        public boolean accepts(NodeId answering) {
            boolean accepted = attempt.accepts(answering);
            answered(answering);
            return accepted;
        }

        @Override
        public void refused(Refusal refused, List<Endpoint> alternatives) {
            answered = true;
            attempt.refused(refused, alternatives);
        }

        @Override
        public void succeeded(NodeId peer) {
            answered(peer);
            ended();
            attempt.succeeded(peer);
            pump();
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            ended();
            attempt.failed(code, reason);
            pump();
        }

        private void answered(NodeId answering) {
            answered = true;
            if (!asExpected && expected().filter(answering::equals).isPresent()) {
                asExpected = true;
                bucketOf(announcer).giveBack();
                bucketOf(endpoint().host()).giveBack();
            }
        }

        private void ended() {
            underWay.remove(endpoint());
            Silence before = silent.remove(endpoint());
            if (!answered) {
                int failures = before == null ? 0 : before.failures() + 1;
                long pauseNs = Math.min(FIRST_PAUSE_NS << Math.min(failures, MAX_DOUBLINGS), LONGEST_PAUSE_NS);
                silent.put(endpoint(), new Silence(failures, environment.nanoTime() + pauseNs));
            }
        }
    }
}
