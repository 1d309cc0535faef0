package chaski.examples.counter;

import chaski.api.ClosedException;
import chaski.api.streamer.Message;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.TopicListener;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Counts, as long as there is a node: publishes 1, 2, 3, … to {@code counter.numbers}, about two hundred a second, and
 * subscribes to {@code counter.set} for a number from which to continue. A number is only used if there is a
 * subscriber, so the first subscriber receives the first one; from then on a lost link, or a transport that is removed
 * and added again, makes it wait, and no number is skipped.
 */
@Component(immediate = true, property = "chaski.topics=" + CounterComponent.COMMANDS)
public final class CounterComponent implements TopicListener<String> {

    static final String NUMBERS = "counter.numbers";
    static final String COMMANDS = "counter.set";

    private static final long PERIOD_MS = 5;

    private final Publisher<String> publisher;
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "counter"));
    private final AtomicLong next = new AtomicLong(1);

    /**
     * Begins to count.
     *
     * @param streamer of the node to publish with; the component ends with it
     */
    @Activate
    public CounterComponent(@Reference Streamer streamer) {
        publisher = streamer.publisher(NUMBERS, String.class);
        clock.scheduleWithFixedDelay(this::count, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void count() {
        long number = next.get();
        try {
            if (publisher.publish(Long.toString(number)) > 0) {
                next.compareAndSet(number, number + 1);
            }
        } catch (ClosedException | NotPublishedException e) {
            // the node or this component is closing while the number was waiting; it was not published
            clock.shutdown();
        }
    }

    @Override
    public Class<String> type() {
        return String.class;
    }

    @Override
    public void onMessage(Message<String> message) {
        next.set(Long.parseLong(message.payload().strip()));
    }

    @Deactivate
    void deactivate() {
        publisher.close();
        clock.shutdownNow();
    }
}
