package chaski.streamer.publish;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Route;
import org.jspecify.annotations.Nullable;

/**
 * How long one declaration has blocked one publisher. Confined to the control loop.
 *
 * <p>A declaration stalls while it is the one that blocks the publisher and makes no progress between two updates. Any
 * progress, however little, restarts the time.
 */
final class PublisherStall {

    /** A stall of this duration is reported. */
    private static final long REPORT_NS = 5_000_000_000L;

    private static final long NS_PER_MS = 1_000_000;

    private final PublishPipeline pipeline;
    private final Channel channel;
    private final long cutNs;
    private Route.@Nullable Stall seen;
    private long sinceNs;
    private boolean reported;
    private boolean uncuttable;

    /**
     * Creates it for a publisher that is not blocked.
     *
     * @param pipeline sends the messages of the publisher
     * @param channel cuts subscriptions and raises events
     * @param cutNs how long a declaration may block the publisher; {@link Long#MAX_VALUE} for no limit
     */
    PublisherStall(PublishPipeline pipeline, Channel channel, long cutNs) {
        this.pipeline = pipeline;
        this.channel = channel;
        this.cutNs = cutNs;
    }

    PublishPipeline pipeline() {
        return pipeline;
    }

    /** Updates what blocks the publisher, and reports or cuts it when that is due. */
    void update(long nowNs) {
        Route.Stall now = pipeline.route().stall().orElse(null);
        Route.Stall before = seen;
        if (now == null || before == null || !now.isSameAs(before)) {
            seen = now;
            sinceNs = nowNs;
            reported = false;
            uncuttable = false;
        } else if (nowNs - sinceNs >= cutNs && !uncuttable) {
            uncuttable = !channel.cut(now);
        } else if (nowNs - sinceNs >= REPORT_NS && !reported) {
            reported = true;
            report(now, (nowNs - sinceNs) / NS_PER_MS);
        }
    }

    private void report(Route.Stall stall, long millis) {
        channel.raise(at -> new NodeEvent.Stalled(
                at,
                stall.node(),
                stall.name(),
                stall.pattern(),
                pipeline.source().topic(),
                millis));
    }

    /** Nothing waits any more. */
    void reset() {
        seen = null;
    }
}
