package chaski.streamer.fake;

import chaski.api.Topic;
import chaski.api.protocol.Inbound;
import chaski.streamer.wire.Headers;
import chaski.streamer.wire.MessageHead;
import chaski.streamer.wire.Preamble;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A peer with one publisher, controlled by the test. */
public final class FakePeer {

    /** The number of its publisher. */
    public static final long ROUTE = 5;

    /** When its messages were published. */
    public static final long PUBLISHED_MS = 1_234_567_890_123L;

    private final FakeNode node;
    private final FakeSession session = new FakeSession();
    private final Inbound inbound;
    private long sequence;

    private FakePeer(FakeNode node) {
        this.node = node;
        this.inbound = node.connect(session);
    }

    /**
     * Creates a peer that has applied all declarations so far, with a publisher.
     *
     * @param node the node it is connected to
     * @param topic the publisher's topic
     * @param content the encoding of its payloads
     * @return the peer
     */
    public static FakePeer publishing(FakeNode node, String topic, String content) {
        FakePeer peer = new FakePeer(node);
        peer.applyAll();
        peer.introduce(ROUTE, topic, content);
        return peer;
    }

    /** It applies all declarations and withdrawals so far. */
    public void applyAll() {
        inbound.onApplied(node.channel().version());
    }

    /**
     * It introduces a publisher.
     *
     * @param route its number
     * @param topic its topic
     * @param content the encoding of its payloads
     */
    public void introduce(long route, String topic, String content) {
        inbound.onRoute(route, new Preamble(content, Topic.of(topic)).encode());
    }

    /**
     * A message arrives; {@link #idle} must follow before it is visible.
     *
     * @param payload text
     */
    public void send(String payload) {
        send(payload.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A message arrives.
     *
     * @param payload bytes
     */
    public void send(byte[] payload) {
        inbound.onMessage(ROUTE, ++sequence, message(Map.of(), payload));
    }

    /**
     * A message arrives, and nothing else for now.
     *
     * @param payload text
     */
    public void sendNow(String payload) {
        send(payload);
        idle();
    }

    /**
     * A message with headers arrives, and nothing else for now.
     *
     * @param headers the headers
     * @param payload text
     */
    public void sendNow(Map<String, String> headers, String payload) {
        inbound.onMessage(ROUTE, ++sequence, message(headers, payload.getBytes(StandardCharsets.UTF_8)));
        idle();
    }

    /** Everything that was read has been delivered. */
    public void idle() {
        inbound.onIdle();
    }

    /** A large message begins. */
    public void begin() {
        inbound.onMessageBegun(ROUTE, sequence + 1);
    }

    /**
     * The message as the engine hands it over, in the middle of other bytes.
     *
     * @param headers its headers
     * @param payload its payload
     * @return the message
     */
    public static ByteBuffer message(Map<String, String> headers, byte[] payload) {
        byte[] extra = headers.isEmpty() ? new byte[0] : Headers.encode(headers);
        ByteBuffer head = ByteBuffer.allocate(MessageHead.BYTES);
        MessageHead.encode(head, !headers.isEmpty(), PUBLISHED_MS);
        int length = head.remaining() + extra.length + payload.length;
        return ByteBuffer.allocateDirect(3 + length + 5)
                .position(3)
                .put(head)
                .put(extra)
                .put(payload)
                .flip()
                .position(3);
    }

    /** {@return its session} */
    public FakeSession session() {
        return session;
    }

    /** {@return the receiver of its messages} */
    public Inbound inbound() {
        return inbound;
    }
}
