package chaski.streamer.publish;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Route;
import org.jspecify.annotations.Nullable;

/**
 * How long one declaration has held one publisher up. Confined to the control loop.
 *
 * <p>A declaration stalls while it is the one in the way and does not come any further between two looks; however little it moves, the
 * time begins anew.
 */
final class PublisherStall {

    /** After this time of standing still users want to know. */
    private static final long REPORT_NS = 5_000_000_000L;

    private static final long NS_PER_MS = 1_000_000;

    private final Outlet outlet;
    private final Channel channel;
    private final long cutNs;
    private Route.@Nullable Stall seen;
    private long sinceNs;
    private boolean reported;
    private boolean uncuttable;

    /**
     * Nothing is in the way.
     *
     * @param outlet the publisher's
     * @param channel cuts, and raises events
     * @param cutNs how long a declaration may hold the publisher up; {@link Long#MAX_VALUE} for ever
     */
    PublisherStall(Outlet outlet, Channel channel, long cutNs) {
        this.outlet = outlet;
        this.channel = channel;
        this.cutNs = cutNs;
    }

    Outlet outlet() {
        return outlet;
    }

    /** Finds out what is in the way now. */
    void look(long nowNs) {
        Route.Stall now = outlet.route().stall().orElse(null);
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
        channel.raise(new NodeEvent.Stalled(
                stall.node(), stall.name(), stall.pattern(), outlet.source().topic(), millis));
    }

    /** Nothing waits any more. */
    void reset() {
        seen = null;
    }
}
