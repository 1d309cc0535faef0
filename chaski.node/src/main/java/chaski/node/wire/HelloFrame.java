package chaski.node.wire;

import chaski.api.NodeId;
import chaski.api.security.SecurityConfig;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * HELLO: u32 magic, u8 lowest version, u8 highest version, u128 node, u64 incarnation, text name, u8 flags, u64 largest message,
 * u64 assembly bytes, u32 resume timeout in ms, u32 capabilities, text instance.
 *
 * <p>These fields are the same in every version. Fields that later versions append are ignored, as are unknown flags
 * and capabilities.
 */
public final class HelloFrame {

    /** "CHSK". */
    static final int MAGIC = 0x4348_534B;

    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_INSTANCE_BYTES = SecurityConfig.MAX_INSTANCE_CHARS;
    private static final int OBSERVER = 1;

    static final int MIN_BODY_BYTES = Integer.BYTES
            + 2 * Byte.BYTES
            + 2 * Long.BYTES
            + Long.BYTES
            + FrameFields.LENGTH_BYTES
            + Byte.BYTES
            + 2 * Long.BYTES
            + 2 * Integer.BYTES
            + FrameFields.LENGTH_BYTES;

    /** Room for later versions, within a bound on what a remote host can make this node hold. */
    static final int MAX_BODY_BYTES = 4096;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MIN_BODY_BYTES + MAX_NAME_BYTES + MAX_INSTANCE_BYTES;

    private HelloFrame() {}

    /**
     * Writes the frame.
     *
     * @param hello the content
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(Hello hello, ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.putInt(MAGIC);
        WireVersions versions = hello.versions();
        out.put((byte) versions.lowest()).put((byte) versions.highest());
        UUID id = hello.node().value();
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        out.putLong(hello.incarnation());
        FrameFields.putText(out, hello.name());
        out.put((byte) (hello.observer() ? OBSERVER : 0));
        out.putLong(hello.maxMessageBytes()).putLong(hello.assemblyBytes());
        out.putInt((int) hello.resumeTimeoutMs()).putInt(hello.capabilities());
        FrameFields.putText(out, hello.instance());
        FrameHeader.end(out, start, FrameType.HELLO);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not a HELLO
     */
    public static Hello decode(ByteBuffer body) {
        int magic = FrameFields.i32(body, "HELLO magic");
        if (magic != MAGIC) {
            throw ViolationText.of("HELLO magic", "0x4348534b", String.format("0x%08x", magic));
        }
        WireVersions versions = new WireVersions(
                FrameFields.u8(body, "HELLO lowest version"), FrameFields.u8(body, "HELLO highest version"));
        NodeId node = new NodeId(new UUID(FrameFields.i64(body, "HELLO node"), FrameFields.i64(body, "HELLO node")));
        long incarnation = FrameFields.u63(body, "HELLO incarnation");
        String name = FrameFields.text(body, MAX_NAME_BYTES, "HELLO name");
        int flags = FrameFields.u8(body, "HELLO flags");
        long maxMessageBytes = FrameFields.u63(body, "HELLO largest message");
        long assemblyBytes = FrameFields.u63(body, "HELLO assembly bytes");
        long resumeTimeoutMs = Integer.toUnsignedLong(FrameFields.i32(body, "HELLO resume timeout"));
        int capabilities = FrameFields.i32(body, "HELLO capabilities");
        String instance = FrameFields.text(body, MAX_INSTANCE_BYTES, "HELLO instance");
        return new Hello(
                versions,
                node,
                incarnation,
                name,
                (flags & OBSERVER) != 0,
                maxMessageBytes,
                assemblyBytes,
                resumeTimeoutMs,
                capabilities,
                instance);
    }
}
