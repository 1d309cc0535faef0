package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports endpoints that cannot be reached, with the cause. An endpoint is not reported each time it is dialled, but once, and
 * again when the cause has changed or much time has passed. Endpoints learned from peers share a budget, so that a peer that
 * announces thousands of dead endpoints does not fill the log. Confined to the control loop.
 */
final class DialFailures {

    /** The interval at which an endpoint that stays dead is reported again. */
    static final Duration REMINDER = Duration.ofMinutes(10);

    /** The minimum time before a changed cause is reported. */
    static final Duration CHANGE = Duration.ofMinutes(1);

    /** The number of reports of learned endpoints within {@link #CHANGE}. */
    static final int BUDGET = 20;

    private static final int MAX_REMEMBERED = 1_000;

    private final NodeContext context;
    private final Map<Endpoint, Report> reported = new LinkedHashMap<>();
    private long budgetFromNs;
    private int spent;

    DialFailures(NodeContext context) {
        this.context = context;
        this.budgetFromNs = context.environment().nanoTime();
    }

    /** A failure of one endpoint. */
    record Failure(Endpoint endpoint, RefusalCode code, String reason) {

        /** {@return true if users need to know of it; conflicts that links and sessions resolve by themselves are not reported} */
        boolean isReportable() {
            return switch (code) {
                case OTHER, TIMEOUT, PROTOCOL, VERSION, SELF, LIMIT, BUSY, IDENTITY, NOT_GRANTED -> true;
                case STALE, UNKNOWN_SESSION, CROSSING, STALE_EPOCH, ALREADY_LINKED, CLOSING, TRANSPORT_LEAVING -> false;
                case DUPLICATE_ID, ID_IN_USE, DENIED -> false; // reported separately
            };
        }

        /** Distinguishes an endpoint that answered and refused from one that could not be reached at all. */
        private NodeEvent.Draft event(@Nullable NodeId peer) {
            return switch (code) {
                case VERSION, SELF, LIMIT, BUSY, IDENTITY, NOT_GRANTED ->
                    at -> new NodeEvent.Refused(at, endpoint.toString(), "dial." + code, reason);
                default -> at -> new NodeEvent.DialFailed(at, endpoint, Optional.ofNullable(peer), reason);
            };
        }
    }

    private record Report(String reason, long atNs) {}

    /**
     * Called when every endpoint that was dialled for a target has failed.
     *
     * @param peer the node that was dialled; null for a joined endpoint
     * @param failure one of the failures
     */
    void failed(@Nullable NodeId peer, Failure failure) {
        if (!failure.isReportable() || !isDue(failure)) {
            return;
        }
        if (peer != null && !spend()) {
            context.counters().add("dial.unreported");
            return;
        }
        reported.remove(failure.endpoint());
        reported.put(failure.endpoint(), new Report(failure.reason(), now()));
        if (reported.size() > MAX_REMEMBERED) {
            reported.remove(reported.keySet().iterator().next());
        }
        context.events().raise(failure.event(peer));
    }

    /** Called when an endpoint was reached or is dialled for another reason than before: its next failure is reported. */
    void forget(Endpoint endpoint) {
        reported.remove(endpoint);
    }

    private boolean isDue(Failure failure) {
        Report last = reported.get(failure.endpoint());
        if (last == null) {
            return true;
        }
        Duration least = last.reason().equals(failure.reason()) ? REMINDER : CHANGE;
        return now() - last.atNs() >= least.toNanos();
    }

    private boolean spend() {
        if (now() - budgetFromNs >= CHANGE.toNanos()) {
            budgetFromNs = now();
            spent = 0;
        }
        return spent++ < BUDGET;
    }

    private long now() {
        return context.environment().nanoTime();
    }
}
