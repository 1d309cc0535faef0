package chaski.streamer.fake;

import chaski.api.NodeId;
import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Drainable;
import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.ProtocolNode;
import chaski.api.security.Decision;
import chaski.api.streamer.Streamer;
import chaski.codec.jackson.CborCodec;
import chaski.codec.jackson.JsonCodec;
import chaski.streamer.StreamerProvider;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A node with a streamer and no network. It answers the calls of the streamer; any other call fails the test. */
public final class FakeNode implements AutoCloseable {

    /** Its id. */
    public static final NodeId ID = new NodeId(new UUID(1, 1));

    private final RealThreads environment = new RealThreads();
    private final FakeChannel channel = new FakeChannel(environment);
    private final Map<String, Codec> codecs = new ConcurrentHashMap<>();
    private final Node node = (Node)
            Proxy.newProxyInstance(FakeNode.class.getClassLoader(), new Class<?>[] {ProtocolNode.class}, this::answer);
    private volatile @Nullable ChannelHandler handler;
    private volatile Decision own = Decision.allow("test");
    private final Streamer streamer;

    /** Creates a node with both codecs. */
    public FakeNode() {
        codecs.put("cbor", new CborCodec());
        codecs.put("json", new JsonCodec());
        streamer = (Streamer) new StreamerProvider().create(node);
    }

    private Object answer(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "id" -> ID;
            case "incarnation" -> 11L;
            case "name" -> "fake";
            case "decideOwn" -> own;
            case "codecs" -> Map.copyOf(codecs);
            case "environment" -> environment;
            case "config" ->
                Chaski.node()
                        .session(SessionConfig.DEFAULT.drainTimeout(Duration.ofSeconds(20)))
                        .config();
            case "open" -> {
                handler = (ChannelHandler) Objects.requireNonNull(arguments)[2];
                yield channel;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    /** {@return its streamer} */
    public Streamer streamer() {
        return streamer;
    }

    /** {@return the streamer's channel} */
    public FakeChannel channel() {
        return channel;
    }

    /** {@return the threads} */
    public RealThreads environment() {
        return environment;
    }

    /** {@return the codecs, which may be changed} */
    public Map<String, Codec> codecs() {
        return codecs;
    }

    /**
     * Begins a session.
     *
     * @param session the session
     * @return the receiver of the peer's messages
     */
    public Inbound connect(FakeSession session) {
        return Objects.requireNonNull(handler).open(session);
    }

    /**
     * Changes the grants for what the node does itself, and notifies the streamer.
     *
     * @param decision the decision on everything from now on
     */
    public void grant(Decision decision) {
        own = decision;
        Objects.requireNonNull(handler).onAccessChanged();
    }

    @Override
    public void close() {
        channel.applyAtOnce();
        ((Drainable) streamer).close();
        environment.close();
    }
}
