package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Numbered messages from one node to another, a few each millisecond, until it is stopped. */
final class NumberedFlow implements Closeable {

    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 5;

    private final Publisher<SensorReading> publisher;
    private final SequenceRecorder recorder;
    private final RepeatingTask publishing;
    private final AtomicLong published = new AtomicLong();

    private NumberedFlow(Publisher<SensorReading> publisher, SequenceRecorder recorder) {
        this.publisher = publisher;
        this.recorder = recorder;
        this.publishing = RepeatingTask.start("demo-publisher", () -> 1, this::publishSome);
    }

    /**
     * Begins to publish once the subscription is known to the publisher.
     *
     * @param from the publishing node
     * @param to the subscribing node
     * @param topic the topic
     * @return the flow
     */
    static NumberedFlow start(Node from, Node to, String topic) throws IOException {
        SequenceRecorder recorder = new SequenceRecorder(Optional.empty());
        to.service(Streamer.class).subscribe(topic, SensorReading.class, SubscriptionOptions.DEFAULT, recorder);
        Publisher<SensorReading> publisher =
                from.service(Streamer.class).publisher(topic, SensorReading.class, PublisherOptions.DEFAULT);
        if (!publisher.awaitSubscribers(1, STEP)) {
            throw new ChaskiException(
                    from.name() + " saw no subscription of " + topic + " within " + STEP.toSeconds() + " s");
        }
        return new NumberedFlow(publisher, recorder);
    }

    private void publishSome() {
        for (int i = 0; i < AT_ONCE; i++) {
            publisher.publish(SensorReading.of(published.get() + 1));
            published.incrementAndGet();
        }
    }

    long published() {
        return published.get();
    }

    /** Stops, waits until everything is confirmed and handled, and counts. */
    SecureDemoResult.Delivery finish() throws InterruptedException {
        publishing.close();
        if (!publisher.awaitAcknowledged(SETTLE)) {
            throw new ChaskiException("not everything was confirmed within " + SETTLE.toSeconds() + " s");
        }
        Waiting.until("the subscriber did not handle everything", () -> recorder.received() >= published());
        return new SecureDemoResult.Delivery(
                published(),
                recorder.lost(published()),
                recorder.repeated(),
                recorder.reordered() + recorder.damaged());
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        recorder.close();
    }
}
