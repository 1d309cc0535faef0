package chaski.node.routing;

import chaski.api.Topic;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.RouteListener;
import chaski.node.channel.ChannelCalls;
import chaski.node.send.SendChannel;
import java.nio.ByteBuffer;

/** A route to one session, independent of the declarations of its peer. */
public final class DirectRoute extends PublisherRoute implements PeerRoute {

    private static final RouteListener NOBODY = new RouteListener() {};

    private final SendChannel outbound;

    /** Creates a route to the peer of {@code outbound}. */
    public DirectRoute(
            Router router,
            int channel,
            Topic topic,
            ByteBuffer preamble,
            SendChannel outbound,
            ChannelCalls calls,
            long messageLimit) {
        super(router, channel, topic, preamble, NOBODY, calls, messageLimit, outbound);
        this.outbound = outbound;
    }

    @Override
    public void introduce() {
        outbound.routes().introduce(this);
    }

    @Override
    public boolean withdraw(long sequence) {
        return outbound.routes().withdraw(this, sequence);
    }
}
