package chaski.streamer;

import chaski.api.InvalidTopicException;
import chaski.api.ProtocolException;
import chaski.api.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a publisher tells each peer once: u8 version, topic and name of the content, both u16 length and UTF-8.
 *
 * @param topic the topic
 * @param content the name of the format, see {@link PayloadFormat}
 */
record RoutePreamble(Topic topic, String content) {

    private static final int VERSION = 1;
    private static final int MAX_CONTENT_BYTES = 32;

    ByteBuffer encode() {
        byte[] topicBytes = topic.name().getBytes(StandardCharsets.UTF_8);
        byte[] contentBytes = content.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Byte.BYTES + 2 * Short.BYTES + topicBytes.length + contentBytes.length)
                .put((byte) VERSION)
                .putShort((short) topicBytes.length)
                .put(topicBytes)
                .putShort((short) contentBytes.length)
                .put(contentBytes)
                .flip();
    }

    static RoutePreamble decode(ByteBuffer in) {
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new ProtocolException("expected a preamble of version " + VERSION + ", got another");
        }
        try {
            Topic topic = Topic.of(MessageHead.text(in, Topic.MAX_BYTES));
            return new RoutePreamble(topic, MessageHead.text(in, MAX_CONTENT_BYTES));
        } catch (InvalidTopicException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()), e);
        }
    }
}
