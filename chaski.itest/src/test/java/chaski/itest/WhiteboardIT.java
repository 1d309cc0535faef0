package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.CodecException;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionError;
import chaski.api.streamer.TopicListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A listener only needs to be a service. */
@Tag("slow")
final class WhiteboardIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A payload that is a record in the listener's bundle. */
    public record Reading(String sensor, int number) {}

    /** Records the messages it receives. */
    private static final class Ear implements TopicListener<Reading> {

        final List<Integer> heard = new CopyOnWriteArrayList<>();
        final List<SubscriptionError> errors = new CopyOnWriteArrayList<>();

        @Override
        public Class<Reading> type() {
            return Reading.class;
        }

        @Override
        public void onMessage(Message<Reading> message) {
            heard.add(message.payload().number());
        }

        @Override
        public void onError(SubscriptionError error) {
            errors.add(error);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatWasThereFirstHearsTheNodesThatCome(OsgiFramework kind, @TempDir Path storage) throws Exception {
        Ear ear = new Ear();
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, "chaski.streamer")) {
            ServiceRegistration<?> registered = container
                    .context()
                    .registerService(
                            TopicListener.class,
                            ear,
                            FrameworkUtil.asDictionary(Map.of("chaski.topics", "lab.>", "chaski.node", "hub")));
            container.configure("chaski.node", "hub", Map.of("name", "hub"));
            container.install(Built.jar("chaski.streamer")).start();
            Streamer streamer = container.service(Streamer.class);
            assertThat(container.service(Node.class).service(Streamer.class)).isSameAs(streamer);
            try (Publisher<Object> publisher = streamer.publisher("lab.temp", Object.class)) {
                assertThat(publisher.awaitSubscribers(1, PATIENCE)).isTrue();
                publisher.publish(new Reading("roof", 1));
                publisher.publish(Map.of("sensor", "roof", "number", 2));
                publisher.publish(List.of("no reading"));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(ear.errors).hasSize(1));
                assertThat(ear.heard).containsExactly(1, 2);

                registered.setProperties(
                        FrameworkUtil.asDictionary(Map.of("chaski.topics", "hall.>", "chaski.overflow", "BLOCK")));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(publisher.subscribers()).isZero());

                registered.setProperties(FrameworkUtil.asDictionary(Map.of("chaski.topics", "lab.*")));
                assertThat(publisher.awaitSubscribers(1, PATIENCE)).isTrue();
                publisher.publish(new Reading("roof", 3));
                registered.unregister();
                assertThat(ear.heard).containsExactly(1, 2, 3);
                assertThat(publisher.subscribers()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerMayComeBeforeTheCodecThatItsMessagesNeed(OsgiFramework kind, @TempDir Path storage) throws Exception {
        Ear ear = new Ear();
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, "chaski.codec.jackson")) {
            container.configure("chaski.node", "hub", Map.of("name", "hub"));
            container
                    .context()
                    .registerService(
                            TopicListener.class, ear, FrameworkUtil.asDictionary(Map.of("chaski.topics", "lab.>")));
            Streamer streamer = container.service(Streamer.class);
            try (Publisher<String> text = streamer.publisher("lab.text", String.class)) {
                assertThat(text.awaitSubscribers(1, PATIENCE)).isTrue();
                assertThatThrownBy(() -> streamer.publisher("lab.temp", Reading.class))
                        .isInstanceOf(CodecException.class)
                        .hasMessageContaining("chaski.codec.jackson");
            }

            container.install(Built.jar("chaski.codec.jackson")).start();

            try (Publisher<Reading> publisher = streamer.publisher("lab.temp", Reading.class)) {
                publisher.publish(new Reading("roof", 1));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(ear.heard).containsExactly(1));
            }
            assertThat(ear.errors).isEmpty();
        }
    }
}
