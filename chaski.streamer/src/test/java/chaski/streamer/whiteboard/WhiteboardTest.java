package chaski.streamer.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionError;
import chaski.api.streamer.TopicListener;
import chaski.streamer.fake.FakeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhiteboardTest {

    private final FakeNode node = new FakeNode();
    private final FakeNode other = new FakeNode();
    private final Whiteboard whiteboard = new Whiteboard();
    private final Ear ear = new Ear();

    @AfterEach
    void close() {
        ear.gate.countDown(); // otherwise closing the nodes would wait for it
        node.close();
        other.close();
    }

    /** A type of a listener's own bundle. */
    record Reading(String sensor, int number) {}

    /** Records the messages it receives. */
    private static final class Ear implements TopicListener<Reading> {

        final List<Message<Reading>> heard = new CopyOnWriteArrayList<>();
        final List<SubscriptionError> errors = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(0);

        @Override
        public Class<Reading> type() {
            return Reading.class;
        }

        @Override
        public void onMessage(Message<Reading> message) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (message.payload().number() < 0) {
                throw new IllegalStateException("below zero");
            }
            heard.add(message);
        }

        @Override
        public void onError(SubscriptionError error) {
            errors.add(error);
        }

        List<Integer> numbers() {
            return heard.stream().map(m -> m.payload().number()).toList();
        }
    }

    @Test
    void aListenerMayComeBeforeAnyNode() {
        whiteboard.add(ear, Map.of("chaski.topics", "lab.>"));
        bind(node, "a");

        publish(node, "lab.temp", 1, 2, 3);

        await().untilAsserted(() -> assertThat(ear.numbers()).containsExactly(1, 2, 3));
    }

    @Test
    void aListenerReceivesEachPatternOfEachNodeThatItNames() {
        bind(node, "a");
        bind(other, "b");
        Ear onlyB = new Ear();
        whiteboard.add(ear, Map.of("chaski.topics", new String[] {"lab.temp", "hall.*"}));
        whiteboard.add(onlyB, Map.of("chaski.topics", List.of("lab.temp"), "chaski.node", "b"));

        publish(node, "lab.temp", 1);
        publish(node, "hall.temp", 2);
        publish(other, "lab.temp", 3);
        publish(other, "attic.temp", 4);

        await().untilAsserted(() -> assertThat(ear.numbers()).containsExactlyInAnyOrder(1, 2, 3));
        await().untilAsserted(() -> assertThat(onlyB.numbers()).containsExactly(3));
    }

    @Test
    void errorsGoToTheErrorMethodAndTheNextMessageIsNotAffected() {
        bind(node, "a");
        whiteboard.add(ear, Map.of("chaski.topics", "lab.temp"));

        publish(node, "lab.temp", 1, -1, 2);
        node.streamer().publisher("lab.temp", String.class).publish("no reading");

        await().untilAsserted(() -> assertThat(ear.errors).hasSize(2));
        assertThat(ear.numbers()).containsExactly(1, 2);
        assertThat(ear.errors.get(0).error()).hasMessage("below zero");
        assertThat(ear.errors.get(1).error()).isInstanceOf(chaski.api.CodecException.class);
    }

    @Test
    void changedPropertiesEndWhatTheyDoNotNameAndLeaveTheRest() {
        bind(node, "a");
        whiteboard.add(ear, Map.of("chaski.topics", new String[] {"lab.one", "lab.two"}));
        Publisher<Reading> two = node.streamer().publisher("lab.two", Reading.class);
        two.publish(new Reading("x", 1));

        whiteboard.update(ear, Map.of("chaski.topics", new String[] {"lab.two", "lab.three"}));
        two.publish(new Reading("x", 2));
        publish(node, "lab.three", 3);

        assertThat(node.streamer().publisher("lab.one", Reading.class).subscribers())
                .isZero();
        await().untilAsserted(() -> assertThat(ear.numbers()).containsExactlyInAnyOrder(1, 2, 3));
    }

    @Test
    void messagesSentToAListenerBeforeItsRemovalAreDelivered() {
        bind(node, "a");
        whiteboard.add(ear, Map.of("chaski.topics", "lab.temp"));
        publish(node, "lab.temp", IntStream.rangeClosed(1, 500).toArray());

        whiteboard.remove(ear);

        assertThat(ear.numbers())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500).boxed().toList());
        assertThat(node.streamer().publisher("lab.temp", Reading.class).subscribers())
                .isZero();
    }

    @Test
    void aListenerThatIsStuckDoesNotKeepItsBundle() {
        bind(node, "a");
        ear.gate = new CountDownLatch(1);
        whiteboard.add(ear, Map.of("chaski.topics", "lab.temp"));
        publish(node, "lab.temp", 1, 2, 3);

        whiteboard.remove(ear);

        assertThat(ear.heard).hasSizeLessThanOrEqualTo(1); // the thread was interrupted at most
        assertThat(node.streamer().publisher("lab.temp", Reading.class).subscribers())
                .isZero();
    }

    @Test
    void aNodeThatGoesAndComesIsHeardAgain() {
        bind(node, "a");
        whiteboard.add(ear, Map.of("chaski.topics", "lab.temp"));
        publish(node, "lab.temp", 1);
        whiteboard.remove(node.streamer());

        bind(other, "a");
        publish(other, "lab.temp", 2);

        await().untilAsserted(() -> assertThat(ear.numbers()).containsExactlyInAnyOrder(1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "chaski.topic, lab.temp, 'chaski.topics: expected patterns such as lab.>, got none; the properties are [chaski.topic]'",
        "chaski.topics, lab..temp, chaski.topics: ",
        "chaski.overflow, DROP_EVERYTHING, 'chaski.overflow: expected one of '"
    })
    void wrongPropertiesAreLoggedAndNothingIsSubscribed(String key, String value, String reported) {
        bind(node, "a");
        List<String> log = reported(() -> whiteboard.add(
                ear,
                key.equals("chaski.overflow") ? Map.of(key, value, "chaski.topics", "lab.temp") : Map.of(key, value)));

        assertThat(log).singleElement().asString().contains(Ear.class.getName(), reported);
        assertThat(node.streamer().publisher("lab.temp", Reading.class).subscribers())
                .isZero();

        whiteboard.update(ear, Map.of("chaski.topics", "lab.temp"));
        publish(node, "lab.temp", 1);
        await().untilAsserted(() -> assertThat(ear.numbers()).containsExactly(1));
    }

    @Test
    void propertiesThatMeanNothingAreNamedAndTheListenerReceives() {
        bind(node, "a");

        List<String> log = reported(() -> whiteboard.add(
                ear, Map.of("chaski.topics", "lab.temp", "chaski.overflows", "BLOCK", "chaski.export", "ear")));

        assertThat(log).singleElement().asString().contains(Ear.class.getName(), "[chaski.overflows]");
        publish(node, "lab.temp", 1);
        await().untilAsserted(() -> assertThat(ear.numbers()).containsExactly(1));
    }

    private static List<String> reported(Runnable action) {
        List<String> log = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.add(new java.util.logging.SimpleFormatter().formatMessage(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Whiteboard.class.getName());
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return log;
    }

    private void bind(FakeNode bound, String name) {
        whiteboard.add(bound.streamer(), Map.of("chaski.node", name, "chaski.node.id", name + "-id"));
    }

    private static void publish(FakeNode from, String topic, int... numbers) {
        Streamer streamer = from.streamer();
        try (Publisher<Reading> publisher = streamer.publisher(topic, Reading.class)) {
            for (int number : numbers) {
                publisher.publish(new Reading("x", number));
            }
        }
    }
}
