package chaski.streamer.wire;

import chaski.api.InvalidTopicException;
import chaski.api.ProtocolException;
import chaski.api.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The description of a publisher, which a peer receives before the first message.
 *
 * <pre>
 * version   8 bits, 1
 * topic    16 bits length, 1 to 256, then that many bytes of UTF-8
 * content  16 bits length, 1 to 32, then that many of a-z 0-9 . + -
 * </pre>
 *
 * @param content the encoding of the payloads: {@code bytes}, {@code text} or the name of a codec
 * @param topic the topic of all messages
 */
public record Preamble(String content, Topic topic) {

    /** Payloads are bytes with no further meaning. */
    public static final String BYTES = "bytes";

    /** Payloads are text in UTF-8. */
    public static final String TEXT = "text";

    private static final byte VERSION = 1;
    private static final int MAX_CONTENT_BYTES = 32;
    private static final Pattern CONTENT = Pattern.compile("[a-z0-9.+-]{1,32}");

    /** Checks the name of the content. */
    public Preamble {
        if (!CONTENT.matcher(content).matches()) {
            throw new IllegalArgumentException("expected 1 to 32 characters of a-z 0-9 . + -, got '" + content + "'");
        }
    }

    /** {@return the bytes} */
    public ByteBuffer encode() {
        byte[] name = content.getBytes(StandardCharsets.US_ASCII);
        byte[] about = topic.name().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Byte.BYTES + Short.BYTES + about.length + Short.BYTES + name.length)
                .put(VERSION)
                .putShort((short) about.length)
                .put(about)
                .putShort((short) name.length)
                .put(name)
                .flip();
    }

    /**
     * Reads a preamble.
     *
     * @param bytes from position to limit; not changed
     * @return the preamble
     * @throws ProtocolException when they are not a preamble of version 1
     */
    public static Preamble decode(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new ProtocolException("preamble of a publisher: expected version " + VERSION + ", got "
                    + (bytes.hasRemaining() ? bytes.get(bytes.position()) & 0xff : "nothing"));
        }
        byte[] topic = take(in, Topic.MAX_BYTES, "topic");
        byte[] content = take(in, MAX_CONTENT_BYTES, "content");
        if (in.hasRemaining()) {
            throw new ProtocolException("preamble of a publisher: expected its end, got " + in.remaining() + " bytes");
        }
        try {
            return new Preamble(new String(content, StandardCharsets.US_ASCII), new Topic(StrictUtf8.decode(topic)));
        } catch (InvalidTopicException | IllegalArgumentException | CharacterCodingException e) {
            throw new ProtocolException("preamble of a publisher: " + e.getMessage(), e);
        }
    }

    private static byte[] take(ByteBuffer in, int most, String what) {
        int length = in.remaining() >= Short.BYTES ? in.getShort() & 0xffff : 0;
        if (length == 0 || length > Math.min(most, in.remaining())) {
            throw new ProtocolException("preamble of a publisher: expected its " + what + ", got a length of " + length
                    + " with " + in.remaining() + " bytes left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
