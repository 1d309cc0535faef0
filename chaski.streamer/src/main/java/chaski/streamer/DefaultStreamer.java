package chaski.streamer;

import chaski.api.NodeId;
import chaski.api.TypeRef;
import chaski.api.node.Drainable;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Message;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.payload.Payloads;
import chaski.streamer.publish.Publishers;
import chaski.streamer.subscribe.Mailboxes;
import chaski.streamer.subscribe.SessionInbound;
import chaski.streamer.subscribe.Subscriptions;
import chaski.streamer.waiting.ConditionGate;
import chaski.streamer.waiting.Nanos;
import chaski.streamer.waiting.Stages;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The streamer of one node: its channel, its publishers and its subscriptions. Thread-safe. */
final class DefaultStreamer implements Streamer, Drainable {

    /** The streamer's channel; part of the wire protocol. */
    private static final int CHANNEL = 2;

    private final ProtocolNode node;
    private final Channel channel;
    private final Publishers publishers;
    private final Subscriptions subscriptions;
    private volatile boolean drained;

    DefaultStreamer(ProtocolNode node) {
        this.node = node;
        ConditionGate matches = new ConditionGate();
        Mailboxes mailboxes = new Mailboxes(matches::changed);
        Payloads payloads = new Payloads(node::codecs);
        channel = node.open(CHANNEL, "streamer", new Handler(mailboxes));
        publishers = new Publishers(node, channel, payloads, mailboxes, matches);
        subscriptions = new Subscriptions(node.environment(), channel, payloads, mailboxes);
    }

    /** Receives the engine's reports. Nothing can be cut before there are subscriptions. */
    private final class Handler implements ChannelHandler {

        private final Mailboxes mailboxes;

        private Handler(Mailboxes mailboxes) {
            this.mailboxes = mailboxes;
        }

        @Override
        public Inbound open(PeerSession session) {
            return new SessionInbound(session, mailboxes);
        }

        @Override
        public void onCut(DeclarationHandle declared, NodeId by) {
            subscriptions.cut(declared, by);
        }

        @Override
        public void onAccessChanged() {
            Publishers decidedAgain = publishers;
            if (decidedAgain != null) { // what is opened later is decided then
                decidedAgain.accessChanged();
            }
        }
    }

    @Override
    public <T> Publisher<T> publisher(String topic, TypeRef<T> type, PublisherOptions options) {
        return publishers.open(topic, type, options);
    }

    @Override
    public <T> Subscription<T> subscribe(String pattern, TypeRef<T> type, SubscriptionOptions options) {
        return subscriptions.open(pattern, type, options, null);
    }

    @Override
    public <T> Subscription<T> subscribe(
            String pattern, TypeRef<T> type, SubscriptionOptions options, Consumer<? super Message<T>> handler) {
        return subscriptions.open(pattern, type, options, Objects.requireNonNull(handler, "handler"));
    }

    @Override
    public boolean awaitAcknowledged(Duration timeout) {
        try {
            return Stages.await(publishers.settled(), Nanos.of(timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublishedException(
                    NotPublishedException.Reason.INTERRUPTED,
                    "interrupted while waiting for acknowledgements of the node " + node.name() + "");
        }
    }

    @Override
    public CompletionStage<Void> drain() {
        drained = true;
        return subscriptions.drain();
    }

    /** Closes everything. Drains first, for at most the configured drain timeout, unless {@link #drain} was called. */
    @Override
    public void close() {
        if (!drained) {
            awaitDrained();
        }
        publishers.close();
        channel.close();
        subscriptions.close();
    }

    private void awaitDrained() {
        try {
            Stages.await(drain(), Nanos.of(node.config().session().drainTimeout()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "streamer of " + node.name();
    }
}
