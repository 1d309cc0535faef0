package chaski.node.session;

import chaski.api.Topic;
import chaski.api.node.PeerRoute;
import chaski.api.node.RouteListener;
import java.nio.ByteBuffer;

/** A route to one session, whatever its peer declared. */
final class DefaultPeerRoute extends DefaultRoute implements PeerRoute {

    private static final RouteListener NOBODY = new RouteListener() {};

    private final Outbound outbound;

    DefaultPeerRoute(
            Router router,
            int channel,
            Topic topic,
            ByteBuffer preamble,
            Outbound outbound,
            ChannelCalls calls,
            long messageLimit) {
        super(router, channel, topic, preamble, NOBODY, calls, messageLimit);
        this.outbound = outbound;
    }

    @Override
    Outbound only() {
        return outbound;
    }

    @Override
    void beforeAppend(long sequence) {
        outbound.leg(this).written(sequence, outbound.endPosition(), outbound.acknowledgedPosition());
    }

    @Override
    public void introduce() {
        outbound.introduce(this);
    }

    @Override
    public boolean withdraw(long sequence) {
        return outbound.withdraw(this, sequence);
    }
}
