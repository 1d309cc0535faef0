package chaski.streamer.publish;

import chaski.api.Topic;
import chaski.api.TypeRef;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.api.security.AccessRefusedException;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.api.streamer.Origin;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.streamer.payload.PayloadWriter;
import chaski.streamer.payload.Payloads;
import chaski.streamer.subscribe.Mailboxes;
import chaski.streamer.subscribe.PublisherDescriptor;
import chaski.streamer.waiting.ConditionGate;
import chaski.streamer.waiting.Nanos;
import chaski.streamer.wire.Preamble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The publishers of one node. Thread-safe. */
public final class Publishers {

    private final ProtocolNode node;
    private final Channel channel;
    private final Payloads payloads;
    private final Mailboxes mailboxes;
    private final ConditionGate matches;
    private final CallbackExecutor completions;
    private final PublisherStallMonitor stalled;
    private final Set<DefaultPublisher<?>> open = ConcurrentHashMap.newKeySet();

    /** Closed publishers that had messages without an outcome. */
    private final Set<CompletionStage<Void>> settling = ConcurrentHashMap.newKeySet();

    /**
     * Creates it without publishers.
     *
     * @param node the node
     * @param channel opens the routes
     * @param payloads encodes payloads
     * @param mailboxes this node's own subscriptions
     * @param matches notified when the number of matching subscriptions may have changed
     */
    public Publishers(
            ProtocolNode node, Channel channel, Payloads payloads, Mailboxes mailboxes, ConditionGate matches) {
        this.node = node;
        this.channel = channel;
        this.payloads = payloads;
        this.mailboxes = mailboxes;
        this.matches = matches;
        this.completions = new CallbackExecutor(node.environment(), channel::raise);
        this.stalled = new PublisherStallMonitor(channel.environment());
    }

    /**
     * Opens a publisher.
     *
     * @param name the topic
     * @param type the type of the payloads
     * @param options its options
     * @return the publisher
     * @throws AccessRefusedException if this node's own grants do not allow it
     * @param <T> the type of the payloads
     */
    public <T> Publisher<T> open(String name, TypeRef<T> type, PublisherOptions options) {
        Topic topic = new Topic(name);
        Decision own = decide(topic);
        if (!own.isAllowed()) {
            throw new AccessRefusedException(refusal(topic, own));
        }
        PayloadWriter<T> writer = payloads.writer(type, options.codec());
        LossCounter losses = new LossCounter(matches);
        Route route = channel.route(topic, new Preamble(writer.content(), topic).encode(), losses);
        PublisherDescriptor source = new PublisherDescriptor(
                topic, new Origin(node.id(), node.incarnation(), route.number()), writer.content());
        long limitBytes = node.config().session().maxMessageBytes();
        PublishPipeline pipeline = new PublishPipeline(
                node.environment(),
                source,
                route,
                new LocalReceivers(mailboxes, topic),
                limitBytes,
                options,
                completions::callBack);
        PublisherStall stall = new PublisherStall(
                pipeline, channel, options.slowSubscriber().map(Nanos::of).orElse(Nanos.FOREVER));
        pipeline.onRefused(() -> stalled.add(stall));
        DefaultPublisher<T> publisher =
                new DefaultPublisher<>(pipeline, writer, completions, matches, losses.count, limitBytes, this::closed);
        open.add(publisher);
        review(publisher); // the grants may have changed since they were asked
        return publisher;
    }

    private Decision decide(Topic topic) {
        return node.decideOwn(Permission.PUBLISH, topic.name());
    }

    private static String refusal(Topic topic, Decision decision) {
        return "publish " + topic + " is not granted to this node, by " + decision.rule();
    }

    /** Decides again which publishers may send, because this node's own grants have changed. */
    public void accessChanged() {
        open.forEach(this::review);
        matches.changed();
    }

    private void review(DefaultPublisher<?> publisher) {
        Decision own = decide(publisher.topic());
        publisher.refuse(own.isAllowed() ? null : refusal(publisher.topic(), own));
    }

    private void closed(DefaultPublisher<?> publisher, CompletionStage<Void> settled) {
        settling.add(settled);
        settled.whenComplete((done, error) -> settling.remove(settled));
        open.remove(publisher);
    }

    /** {@return a stage that completes when every message sent so far has its outcome} */
    public CompletionStage<Void> settled() {
        return CompletableFuture.allOf(Stream.concat(open.stream().map(DefaultPublisher::settled), settling.stream())
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    }

    /** Closes them all. */
    public void close() {
        open.forEach(DefaultPublisher::close);
    }

    /** Counts lost messages, and passes on changes of the matching subscriptions. */
    private static final class LossCounter implements RouteListener {

        private final ConditionGate matches;
        private final AtomicLong count = new AtomicLong();

        private LossCounter(ConditionGate matches) {
            this.matches = matches;
        }

        @Override
        public void onMatchChanged() {
            matches.changed();
        }

        @Override
        public void onLost(NodeEvent.LostRange lost) {
            count.addAndGet(lost.count());
        }
    }
}
