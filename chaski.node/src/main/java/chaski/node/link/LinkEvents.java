package chaski.node.link;

import chaski.node.session.LinkAttachment;
import chaski.node.wire.LinkError;
import java.nio.ByteBuffer;

/** Receives what happens on a {@link LinkConnection} beside the data of its session; on the link's I/O thread. */
interface LinkEvents {

    /**
     * A frame of the handshake arrived that may arrive now.
     *
     * @param body valid only during the call
     * @throws chaski.api.ProtocolException if it is not valid
     */
    void onFrame(LinkConnection connection, int type, ByteBuffer body);

    /** The peer has sent something after which the session cannot continue. */
    void onBroken(LinkAttachment attachment, String reason);

    /** The peer has sent ERROR. */
    void onError(LinkConnection connection, LinkError error);

    /** Something that the peer has sent is refused, which is counted. */
    void onRefused(LinkConnection connection, String counter, String reason);

    /**
     * The link is closed.
     *
     * @param byPeer true if the other end closed or reset it without stating a reason
     */
    void onClosed(LinkConnection connection, String reason, boolean byPeer);
}
