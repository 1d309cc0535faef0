package chaski.node.session;

import chaski.node.frame.FrameBatch;
import java.nio.ByteBuffer;

/**
 * The part of a link that belongs to a session: the link passes on what arrives, and requests what is to be sent.
 * Confined to the link's I/O thread.
 */
public sealed interface LinkPart permits LinkAttachment, AuxiliaryLink {

    /**
     * Handles a control frame after the handshake.
     *
     * @param type its type
     * @param body its body
     */
    void onControl(int type, ByteBuffer body);

    /**
     * Handles a piece of the peer's send log.
     *
     * @param position its position
     * @param chunk consumed completely
     */
    void onData(long position, ByteBuffer chunk);

    /**
     * Handles a datagram, or its equivalent in the byte stream.
     *
     * @param body its content; valid only during the call
     */
    void onDatagram(ByteBuffer body);

    /** Called when everything available was handled. */
    void onReadComplete();

    /** {@return true if {@link #render} would send something} */
    boolean hasWork();

    /**
     * Renders what is to be sent.
     *
     * @param batch the batch to write to
     */
    void render(FrameBatch batch);

    /**
     * Called when the link has released bytes.
     *
     * @param total the number of released bytes since the link began
     */
    void onReleased(long total);
}
