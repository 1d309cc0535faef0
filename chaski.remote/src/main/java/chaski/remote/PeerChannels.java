package chaski.remote;

import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.remote.channel.PeerRpcChannel;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.reference.PeerReferences;
import chaski.remote.wire.RemoteMessageCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The channels to peers, one for each session, and the references exchanged over them. Sessions open on the control loop, under the lock of
 * this object; a thread that holds it until {@link #start} keeps them waiting. Thread-safe.
 */
final class PeerChannels implements ChannelHandler {

    /** References that were collected here are released to their peers this often. */
    private static final long RELEASE_INTERVAL_NS = 5_000_000_000L;

    private final long maxMessageBytes;
    private final Set<PeerRpcChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Parts parts;
    private volatile boolean closed;

    PeerChannels(long maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    private record Parts(
            Channel nodeChannel, RpcChannelListener listener, Function<RpcChannel, PeerReferences> references) {}

    /** Opens sessions, and releases references from time to time. */
    void start(
            Channel nodeChannel,
            Environment environment,
            RpcChannelListener listener,
            Function<RpcChannel, PeerReferences> references) {
        parts = new Parts(nodeChannel, listener, references);
        scheduleRelease(environment);
    }

    @Override
    public synchronized Inbound open(PeerSession session) {
        Parts with = parts;
        if (with == null) {
            throw new IllegalStateException("expected to be started before sessions open");
        }
        PeerRpcChannel channel = new PeerRpcChannel(
                session,
                with.nodeChannel().route(session, RemoteMessageCodec.preamble()),
                maxMessageBytes,
                with.listener(),
                with.references()::apply);
        channels.add(channel);
        with.listener().opened(channel);
        channel.introduce();
        return channel;
    }

    @Override
    public void onDoubt(PeerSession session, boolean inDoubt) {
        Parts with = parts;
        if (with != null) {
            channels.stream().filter(channel -> channel.isOf(session)).forEach(with.listener()::doubtChanged);
        }
    }

    /** Removes a channel whose session ended. */
    void closed(RpcChannel channel) {
        channels.remove(channel);
    }

    private void scheduleRelease(Environment environment) {
        environment.schedule(RELEASE_INTERVAL_NS, () -> {
            if (!closed) {
                channels.forEach(channel -> references(channel).release());
                scheduleRelease(environment);
            }
        });
    }

    private static PeerReferences references(PeerRpcChannel channel) {
        return (PeerReferences) channel.references();
    }

    /** {@return the sum of a figure of the references of all peers} */
    long sum(ToLongFunction<PeerReferences> figure) {
        return channels.stream().map(PeerChannels::references).mapToLong(figure).sum();
    }

    /** Stops releasing references. */
    void stop() {
        closed = true;
    }

    /** Closes the channels: no more messages are accepted for sending. */
    void close() {
        channels.forEach(PeerRpcChannel::close);
    }
}
