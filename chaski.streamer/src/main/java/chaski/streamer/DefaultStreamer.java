package chaski.streamer;

import chaski.api.ClosedException;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Channel;
import chaski.api.node.ChannelHandler;
import chaski.api.node.Declaration;
import chaski.api.node.Declared;
import chaski.api.node.Inbound;
import chaski.api.node.Node;
import chaski.api.node.PeerSession;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streamer of one node. Thread-safe. */
final class DefaultStreamer implements Streamer, ChannelHandler, AutoCloseable {

    /** The number of the streamer's channel. */
    static final int CHANNEL = 2;

    private final Node node;
    private final Channel channel;
    private final SubscriptionTable table = new SubscriptionTable();
    private final Set<DefaultPublisher<?>> publishers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DefaultStreamer(Node node) {
        this.node = node;
        this.channel = node.open(CHANNEL, "streamer", this);
    }

    Node node() {
        return node;
    }

    Channel channel() {
        return channel;
    }

    SubscriptionTable table() {
        return table;
    }

    void closed(DefaultPublisher<?> publisher) {
        publishers.remove(publisher);
    }

    @Override
    public Inbound open(PeerSession session) {
        return new PeerStream(session, table);
    }

    @Override
    public <T> Publisher<T> publisher(String topic, Class<T> type, PublisherOptions options) {
        checkOpen();
        PayloadFormat<T> format = PayloadFormat.of(type, options.codec(), node.codecs());
        DefaultPublisher<T> publisher = new DefaultPublisher<>(this, Topic.of(topic), format);
        publishers.add(publisher);
        return publisher;
    }

    @Override
    public <T> Subscription<T> subscribe(String pattern, Class<T> type, SubscriptionOptions options) {
        return subscribe(pattern, type, options, (HandlerRunner.@Nullable Handler<T>) null);
    }

    @Override
    public <T> Subscription<T> subscribe(
            String pattern, Class<T> type, SubscriptionOptions options, Consumer<? super Message<T>> handler) {
        return subscribe(pattern, type, options, (HandlerRunner.Handler<T>) handler::accept);
    }

    private <T> Subscription<T> subscribe(
            String pattern, Class<T> type, SubscriptionOptions options, HandlerRunner.@Nullable Handler<T> handler) {
        checkOpen();
        TopicPattern topics = TopicPattern.of(pattern);
        PayloadFormat<T> format = PayloadFormat.of(type, PublisherOptions.DEFAULT.codec(), node.codecs());
        Declared declared = channel.declare(new Declaration(topics, options.queueBytes()));
        DefaultSubscription<T> subscription =
                new DefaultSubscription<>(this, topics, format, options, handler, declared);
        table.add(subscription);
        subscription.start();
        publishers.forEach(DefaultPublisher::matchChanged);
        return subscription;
    }

    @Override
    public boolean settle(Duration timeout) {
        long deadlineNs = node.environment().nanoTime() + timeout.toNanos();
        for (DefaultPublisher<?> publisher : publishers) {
            long left = Math.max(0, deadlineNs - node.environment().nanoTime());
            if (!publisher.settle(Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedException("the streamer of node " + node.name() + " is closed");
        }
    }

    /**
     * Stops publishing, lets handlers finish what was sent to them, and discards what nobody takes within the drain timeout.
     */
    @Override
    public void close() {
        closed = true;
        publishers.forEach(DefaultPublisher::close);
        List<DefaultSubscription<?>> open = table.all();
        open.forEach(DefaultSubscription::drain);
        Duration drainTimeout = node.config().session().drainTimeout();
        long deadlineNs = node.environment().nanoTime() + drainTimeout.toNanos();
        for (DefaultSubscription<?> subscription : open) {
            long left = Math.max(0, deadlineNs - node.environment().nanoTime());
            if (!subscription.awaitClosed(Duration.ofNanos(left))) {
                subscription.close();
            }
        }
        channel.close();
    }
}
