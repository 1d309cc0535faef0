package chaski.streamer.publish;

import chaski.api.protocol.Environment;
import chaski.api.streamer.Publisher;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code publish} that waits without a thread, for simulations that have one thread: the same queue and the same
 * attempts as a blocking one, each as an event of the node's environment.
 */
public final class AsyncPublish {

    private final PublishQueue.Entry entry;
    private Runnable whenOver = () -> {};
    private boolean planned;
    private boolean over;
    private int matched = -1;
    private @Nullable RuntimeException failure;

    private <T> AsyncPublish(Publisher<T> publisher, T payload, Consumer<AsyncPublish> notified) {
        this.entry = ((DefaultPublisher<T>) publisher).enter(payload, Map.of(), () -> notified.accept(this));
        attempt();
    }

    /**
     * Publishes, waiting if necessary.
     *
     * @param environment of the publisher's node
     * @param publisher the publisher
     * @param payload the payload
     * @return the publish, which may have returned already
     * @param <T> the type of the payload
     */
    public static <T> AsyncPublish begin(Environment environment, Publisher<T> publisher, T payload) {
        return begin(publisher, payload, waiting -> waiting.attemptSoon(environment));
    }

    /**
     * Publishes, waiting if necessary, with a task that is run on the notifying thread instead of another attempt.
     *
     * @param publisher the publisher
     * @param payload the payload
     * @param notified run whenever another attempt may succeed
     * @return the publish, which may have returned already
     * @param <T> the type of the payload
     */
    public static <T> AsyncPublish begin(Publisher<T> publisher, T payload, Consumer<AsyncPublish> notified) {
        return new AsyncPublish(publisher, payload, notified);
    }

    private void attemptSoon(Environment environment) {
        if (!planned && !over) {
            planned = true;
            environment.start("publisher", this::attempt);
        }
    }

    /** Makes another attempt. */
    public void attempt() {
        planned = false;
        if (over) {
            return;
        }
        try {
            matched = entry.attempt();
            if (matched != PublishPipeline.BLOCKED) {
                over();
            }
        } catch (RuntimeException e) {
            failure = e;
            giveUp();
        }
    }

    /** Cancels the message, as an interrupt or a time-out does. */
    public void giveUp() {
        entry.close();
        over();
    }

    private void over() {
        if (!over) {
            over = true;
            whenOver.run();
        }
    }

    /**
     * Sets a task that is run when it returns; at most once, and not if it has returned.
     *
     * @param task the task
     */
    public void whenOver(Runnable task) {
        whenOver = task;
    }

    /** {@return whether it has returned} */
    public boolean isOver() {
        return over;
    }

    /** {@return how many subscriptions matched, or -1 if the message was not sent} */
    public int matched() {
        return matched;
    }

    /** {@return why the message was not sent, if publish would have thrown} */
    public @Nullable RuntimeException failure() {
        return failure;
    }
}
