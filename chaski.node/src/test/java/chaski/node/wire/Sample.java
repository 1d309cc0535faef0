package chaski.node.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;

/** One frame or record of {@code docs/PROTOCOL.md}: its name there, its content, and how to write and read it. */
record Sample(String name, int type, Object content, Consumer<ByteBuffer> encode, Function<ByteBuffer, Object> decode) {

    /** {@return the whole frame} */
    ByteBuffer frame() {
        ByteBuffer out = ByteBuffer.allocate(4096);
        encode.accept(out);
        return out.flip();
    }

    /** {@return the frame without its header} */
    ByteBuffer body() {
        ByteBuffer frame = frame();
        return frame.position(FrameHeader.BYTES).slice();
    }

    String hex() {
        ByteBuffer frame = frame();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return name;
    }
}
