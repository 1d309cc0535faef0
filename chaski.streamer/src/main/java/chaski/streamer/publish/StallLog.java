package chaski.streamer.publish;

import chaski.api.Topic;
import chaski.api.node.Route;

/** Reports stalls to the operator, one in ten seconds at most, with the number of those that were left out. Confined to the control loop. */
final class StallLog {

    private static final System.Logger LOG = System.getLogger(StallLog.class.getName());

    private static final long PERIOD_NS = 10_000_000_000L;

    private boolean any;
    private long lastNs;
    private long leftOut;

    void report(Topic topic, Route.Stall stall, long millis, long nowNs) {
        if (any && nowNs - lastNs < PERIOD_NS) {
            leftOut++;
            return;
        }
        any = true;
        lastNs = nowNs;
        LOG.log(
                System.Logger.Level.WARNING,
                "a publisher of {0} has waited {1} ms for the subscription {2} of {3} ({4}), which takes nothing, and so do all its"
                        + " subscribers: let it take messages, give it a larger queueBytes, close it, or have it cut with"
                        + " PublisherOptions.slowSubscriber ({5} such reports left out)",
                topic,
                millis,
                stall.pattern(),
                stall.name(),
                stall.node().shortForm(),
                leftOut);
        leftOut = 0;
    }
}
