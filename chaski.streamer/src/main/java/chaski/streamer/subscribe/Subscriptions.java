package chaski.streamer.subscribe;

import chaski.api.ClosedException;
import chaski.api.NodeId;
import chaski.api.TopicPattern;
import chaski.api.TypeRef;
import chaski.api.protocol.Channel;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.streamer.Message;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.payload.PayloadReader;
import chaski.streamer.payload.Payloads;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one node. Thread-safe. */
public final class Subscriptions {

    private final Environment environment;
    private final Channel channel;
    private final Payloads payloads;
    private final Mailboxes mailboxes;
    private final Set<DefaultSubscription<?>> open = ConcurrentHashMap.newKeySet();
    private final HandlerStallMonitor stalls;
    private volatile boolean closed;

    /**
     * Creates it without subscriptions.
     *
     * @param environment starts threads
     * @param channel declares the patterns
     * @param payloads decodes payloads
     * @param mailboxes registers their mailboxes
     */
    public Subscriptions(Environment environment, Channel channel, Payloads payloads, Mailboxes mailboxes) {
        this.environment = environment;
        this.channel = channel;
        this.payloads = payloads;
        this.mailboxes = mailboxes;
        this.stalls = new HandlerStallMonitor(channel.environment(), channel::raise);
    }

    /**
     * Creates a subscription.
     *
     * @param text the pattern
     * @param type the type of the payloads
     * @param options its options
     * @param handler called with each message, or {@code null} if they are taken by the user
     * @return the subscription
     * @param <T> the type of the payloads
     */
    public <T> Subscription<T> open(
            String text, TypeRef<T> type, SubscriptionOptions options, @Nullable Consumer<? super Message<T>> handler) {
        TopicPattern pattern = new TopicPattern(text);
        PayloadReader<T> reader = payloads.reader(type);
        Mailbox mailbox = new Mailbox(pattern, options.queueBytes(), reader.keepsBytes());
        DefaultSubscription<T> subscription = new DefaultSubscription<>(
                mailboxes,
                mailbox,
                environment,
                new MessageHandling<>(
                        reader, handler, new FailureReporter(pattern, options.onError(), channel::raise)));
        if (handler != null && options.inline()) {
            subscription.handleInline();
        }
        open.add(subscription);
        subscription.ended().whenComplete((done, error) -> open.remove(subscription));
        try {
            checkOpen();
            mailboxes.open(mailbox, channel, options.queueBytes());
            if (handler != null && !options.inline()) {
                subscription.startHandler();
            }
            if (handler != null) {
                stalls.add(subscription);
            }
        } catch (RuntimeException e) {
            subscription.abandon();
            throw e;
        }
        return subscription;
    }

    /**
     * A publisher has cut a subscription.
     *
     * @param declared its declaration
     * @param by the publisher's node
     */
    public void cut(DeclarationHandle declared, NodeId by) {
        for (DefaultSubscription<?> subscription : open) {
            if (subscription.isOf(declared)) {
                subscription.cut(
                        new SlowConsumerException(
                                "the " + subscription
                                        + " was cut: it had no room for a message of the node " + by.shortForm()
                                        + " for longer than the publisher waits; take messages faster, or give it a larger queueBytes"));
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedException("the streamer is closed and accepts no subscription");
        }
    }

    /**
     * Accepts no new subscription and drains all existing ones.
     *
     * @return a stage that completes when no peer sends any more and all handlers have returned
     */
    public CompletionStage<Void> drain() {
        closed = true;
        open.forEach(DefaultSubscription::drain);
        return CompletableFuture.allOf(
                open.stream().map(DefaultSubscription::drained).toArray(CompletableFuture[]::new));
    }

    /**
     * Ends all subscriptions. Messages for handlers are discarded; queued ones can still be taken by the user.
     */
    public void close() {
        closed = true;
        open.forEach(DefaultSubscription::onNodeClose);
    }
}
