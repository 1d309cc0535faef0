package chaski.api.node;

import org.osgi.annotation.versioning.ConsumerType;

/** The receiving side of a protocol. */
@ConsumerType
public interface ChannelHandler {

    /**
     * A session begins.
     *
     * @param session the session
     * @return receives what that peer sends on this channel
     */
    Inbound open(PeerSession session);
}
