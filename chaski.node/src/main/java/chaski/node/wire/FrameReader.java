package chaski.node.wire;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of one link into frames, however the link split them. Confined to the link's I/O thread.
 *
 * <p>The payload of DATA is passed on piece by piece as it arrives, without copying. A control frame that lies wholly
 * in the input is passed on in place; otherwise it is collected first, in memory that grows with the bytes that
 * arrived, not with the length that the header announces.
 */
public final class FrameReader {

    /** The capacity kept for the next collected frame; larger buffers are dropped, so that idle links hold little. */
    private static final int KEPT_BYTES = 4096;

    private static final int FIRST_BYTES = 128;

    private final FrameSink sink;

    private boolean broken;
    private int header;
    private int headerBytes;
    private int type;
    /** Bytes of the body that have not arrived yet. */
    private int missing;

    private long position;
    private int positionBytes;
    private @Nullable ByteBuffer collected;

    /**
     * Makes a reader at the start of a link.
     *
     * @param sink receives the frames
     */
    public FrameReader(FrameSink sink) {
        this.sink = sink;
    }

    /**
     * Reads all bytes from position to limit. After an exception, frame boundaries are lost: later bytes are discarded,
     * and the link must be closed.
     *
     * @param bytes the bytes; its limit is the same afterwards
     * @throws ProtocolException when a frame is unknown or has a length it must not have
     */
    public void read(ByteBuffer bytes) {
        int limit = bytes.limit();
        if (broken) {
            bytes.position(limit);
            return;
        }
        broken = true;
        try {
            while (bytes.hasRemaining()) {
                step(bytes, limit);
            }
        } finally {
            bytes.limit(limit);
        }
        broken = false;
    }

    private void step(ByteBuffer bytes, int limit) {
        if (headerBytes < FrameHeader.BYTES) {
            readHeader(bytes);
        } else if (type != FrameType.DATA) {
            readControl(bytes, limit);
        } else if (positionBytes < DataFrame.POSITION_BYTES) {
            readPosition(bytes);
        } else {
            readPayload(bytes, limit);
        }
    }

    private void readHeader(ByteBuffer bytes) {
        header = header << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
        headerBytes++;
        if (headerBytes == FrameHeader.BYTES) {
            type = FrameHeader.type(header);
            missing = FrameHeader.length(header);
            checkHeader();
        }
    }

    private void checkHeader() {
        if (!FrameType.isKnown(type)) {
            throw ViolationText.of("frame type", "a known one", type);
        }
        int min = FrameLengths.minBodyBytes(type);
        int max = FrameLengths.maxBodyBytes(type);
        if (type != FrameType.DATA) {
            max = Math.min(max, sink.maxControlBytes());
        }
        if (missing < min || missing > max) {
            throw ViolationText.of(FrameType.name(type) + " length", min + " to " + max + " bytes", missing);
        }
    }

    private void readPosition(ByteBuffer bytes) {
        position = position << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
        positionBytes++;
        missing--;
        if (positionBytes == DataFrame.POSITION_BYTES) {
            DataFrame.checkPosition(position);
        }
    }

    private void readPayload(ByteBuffer bytes, int limit) {
        int piece = Math.min(missing, bytes.remaining());
        int end = bytes.position() + piece;
        long at = position;
        position += piece;
        missing -= piece;
        if (missing == 0) {
            expectHeader();
        }
        bytes.limit(end);
        sink.onData(at, bytes);
        bytes.limit(limit).position(end);
    }

    private void readControl(ByteBuffer bytes, int limit) {
        if (collected == null || collected.position() == 0) {
            if (bytes.remaining() >= missing) {
                passOn(bytes, limit);
                return;
            }
        }
        ByteBuffer whole = collect(bytes, limit);
        if (missing == 0) {
            expectHeader();
            whole.flip();
            sink.onControl(type, whole);
            whole.clear();
            collected = whole.capacity() > KEPT_BYTES ? null : whole;
        }
    }

    private void passOn(ByteBuffer bytes, int limit) {
        int end = bytes.position() + missing;
        expectHeader();
        bytes.limit(end);
        sink.onControl(type, bytes);
        bytes.limit(limit).position(end);
    }

    private ByteBuffer collect(ByteBuffer bytes, int limit) {
        int piece = Math.min(missing, bytes.remaining());
        ByteBuffer whole = withRoom(collected, piece);
        collected = whole;
        missing -= piece;
        bytes.limit(bytes.position() + piece);
        whole.put(bytes);
        bytes.limit(limit);
        return whole;
    }

    /** Doubles at most, so that no more than twice the arrived bytes are held, except for {@link #KEPT_BYTES}. */
    private static ByteBuffer withRoom(@Nullable ByteBuffer old, int piece) {
        if (old == null) {
            return ByteBuffer.allocate(Math.max(FIRST_BYTES, piece));
        }
        if (old.remaining() >= piece) {
            return old;
        }
        return ByteBuffer.allocate(Math.max(old.position() + piece, old.capacity() * 2))
                .put(old.flip());
    }

    private void expectHeader() {
        header = 0;
        headerBytes = 0;
        position = 0;
        positionBytes = 0;
    }
}
