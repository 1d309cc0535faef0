package chaski.node.wire;

import java.nio.ByteBuffer;

/** Receives the frames of a {@link FrameReader}, on the reading thread. Exceptions pass through the reader. */
public interface FrameSink {

    /**
     * A whole control frame arrived.
     *
     * @param type one of {@link FrameType}, not DATA
     * @param body its body, from position to limit; valid only during the call
     */
    void onControl(int type, ByteBuffer body);

    /**
     * Some payload of a DATA frame arrived; the rest, if any, follows with the next call.
     *
     * @param position the position in the log of the first byte of this piece
     * @param chunk the piece, from position to limit, at least a byte; the buffer is the link's and is valid only during the
     *     call
     */
    void onData(long position, ByteBuffer chunk);

    /** {@return the most bytes the body of a control frame may have now; asked at the start of each} */
    int maxControlBytes();
}
