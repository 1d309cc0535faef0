package chaski.node.session;

import chaski.node.frame.FrameBatch;
import java.nio.ByteBuffer;

/**
 * What a link does for a session once it is a part of it: the link hands over what arrives, and asks for what is to be sent. Confined
 * to the link's I/O thread.
 */
public sealed interface LinkPart permits LinkAttachment, AuxiliaryLink {

    /**
     * A control frame arrived after the handshake.
     *
     * @param type its type
     * @param body its body
     */
    void onControl(int type, ByteBuffer body);

    /**
     * A piece of the peer's log arrived.
     *
     * @param position its position
     * @param chunk consumed wholly
     */
    void onData(long position, ByteBuffer chunk);

    /**
     * A datagram arrived, or what stands for one in the stream.
     *
     * @param body what is in it; valid only during the call
     */
    void onDatagram(ByteBuffer body);

    /** What was available is handled. */
    void onReadComplete();

    /** {@return whether {@link #render} would send something} */
    boolean hasWork();

    /**
     * Writes what there is to say.
     *
     * @param batch where to
     */
    void render(FrameBatch batch);

    /**
     * The link let bytes go.
     *
     * @param total how many of all it was given
     */
    void onReleased(long total);
}
