package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Observed attributes: the current value, each change, and the next exporter. */
class ObserveTest {

    private final Nodes nodes = new Nodes();
    private final Thermometer object = new Thermometer();
    private Remote there;
    private Remote here;
    private Registration registration;

    public record Place(String room, int floor) {}

    interface Device {
        int getDegrees();

        void setDegrees(int degrees);

        @Nullable
        Place getPlace();

        void setPlace(@Nullable Place place);

        void warm(int by);

        int getBroken();

        void setSecret(int secret);

        Device getInner();
    }

    /** The readable attributes. */
    static final class Thermometer implements Device {
        final AtomicInteger degrees = new AtomicInteger(20);
        private volatile @Nullable Place place;
        private volatile @Nullable Thermometer inner;

        @Override
        public int getDegrees() {
            return degrees.get();
        }

        @Override
        public void setDegrees(int value) {
            degrees.set(value);
        }

        @Override
        public @Nullable Place getPlace() {
            return place;
        }

        @Override
        public void setPlace(@Nullable Place value) {
            place = value;
        }

        @Override
        public void warm(int by) {
            degrees.addAndGet(by);
        }

        @Override
        public int getBroken() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void setSecret(int secret) {}

        @Override
        public synchronized Thermometer getInner() {
            Thermometer known = inner;
            if (known == null) {
                known = new Thermometer();
                inner = known;
            }
            return known;
        }
    }

    @BeforeEach
    void start() {
        there = nodes.remote("there");
        here = nodes.remote("here");
        registration = export(there, object);
    }

    private static Registration export(Remote remote, Device device) {
        return remote.export("device", Device.class, device, chaski.api.remote.ExportOptions.DEFAULT.open("inner"));
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private RemoteObject device() {
        return here.object("device");
    }

    @Test
    void aFollowerIsToldTheValueThenAndEachChangeByCalls() {
        RecordingSubscriber<Integer> degrees =
                RecordingSubscriber.of(device().observe("degrees", Integer.class), Long.MAX_VALUE);
        assertThat(degrees.awaitItems(1)).containsExactly(20);
        device().set("degrees", 21);
        degrees.awaitItems(2);
        device().call("warm", 0);
        device().call("warm", 4);
        assertThat(degrees.awaitItems(3)).containsExactly(20, 21, 25);
        degrees.subscription().cancel();
        device().set("degrees", 30);
        assertThat(degrees.items).hasSize(3);
        assertThat(degrees.ends).isEmpty();
    }

    @Test
    void changesOfTheOwnersAreNoticedAtOnceIfItSaysSoAndElseSoon() {
        RecordingSubscriber<Object> degrees = RecordingSubscriber.of(device().observe("degrees"), Long.MAX_VALUE);
        degrees.awaitItems(1);
        object.degrees.set(7);
        registration.changed("degrees");
        degrees.awaitItems(2);
        object.degrees.set(8);
        assertThat(degrees.awaitItems(3)).isEqualTo(List.of(20, 7, 8));
    }

    @Test
    void aSlowFollowerGetsTheLatestValue() {
        CountDownLatch gate = new CountDownLatch(1);
        RecordingSubscriber<Integer> slow = new RecordingSubscriber<>(Long.MAX_VALUE) {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        device().observe("degrees", Integer.class).subscribe(slow);
        slow.awaitItems(1);
        for (int i = 100; i <= 200; i++) {
            device().set("degrees", i);
        }
        gate.countDown();
        assertThat(slow.awaitItems(2)).containsExactly(20, 200);

        RecordingSubscriber<Integer> one = RecordingSubscriber.of(device().observe("degrees", Integer.class), 1);
        assertThat(one.awaitItems(1)).containsExactly(200);
        device().set("degrees", 201);
        device().set("degrees", 202);
        one.request(1);
        assertThat(one.awaitItems(2)).containsExactly(200, 202);
    }

    @Test
    @SuppressWarnings({"rawtypes", "unchecked"}) // a class token has no type arguments
    void recordsAreReadAsTheTypeGivenAndNothingAsAnOptional() {
        RecordingSubscriber<Optional> places = RecordingSubscriber.of(device().observe("place", Optional.class), 10);
        assertThat(places.awaitItems(1).get(0)).isEmpty();
        RecordingSubscriber<Place> none = RecordingSubscriber.of(device().observe("place", Place.class), 10);
        assertThat(none.awaitEnd()).hasMessageContaining("null");
        device().set("place", new Place("attic", 3));
        assertThat(places.awaitItems(2).get(1)).isPresent();
        RecordingSubscriber<Place> place = RecordingSubscriber.of(device().observe("place", Place.class), 10);
        assertThat(place.awaitItems(1)).containsExactly(new Place("attic", 3));
    }

    @Test
    void attributesBehindOpenOnesAreFollowedAndCallsThereNoticed() {
        RecordingSubscriber<Integer> inner =
                RecordingSubscriber.of(device().at("inner").observe("degrees", Integer.class), 10);
        inner.awaitItems(1);
        device().at("inner").set("degrees", 3);
        assertThat(inner.awaitItems(2)).containsExactly(20, 3);
    }

    @Test
    void whatIsNotThereOrCannotBeReadIsRefused() {
        assertThat(RecordingSubscriber.of(device().observe("none"), 1).awaitEnd())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("none");
        assertThat(RecordingSubscriber.of(device().observe("secret"), 1).awaitEnd())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("only be written");
        assertThat(RecordingSubscriber.of(device().at("place").observe("room"), 1)
                        .awaitEnd())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("open");
        assertThat(RecordingSubscriber.of(device().observe("broken"), 1).awaitEnd())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        RecordingSubscriber<Object> nothing = RecordingSubscriber.of(device().observe("degrees"), 0);
        nothing.request(0);
        assertThat(nothing.awaitEnd()).isInstanceOf(IllegalArgumentException.class);
        assertThat(nothing.ends).containsExactly("error");
    }

    @Test
    void aFollowerFollowsExportersThatGoAndComeBack() {
        RecordingSubscriber<Integer> degrees =
                RecordingSubscriber.of(device().observe("degrees", Integer.class), Long.MAX_VALUE);
        degrees.awaitItems(1);
        registration.close();
        Thermometer next = new Thermometer();
        next.degrees.set(40);
        registration = export(there, next);
        degrees.awaitItems(2);
        Node third = nodes.start("third");
        registration.close();
        Thermometer other = new Thermometer();
        other.degrees.set(50);
        export(third.service(Remote.class), other);
        degrees.awaitItems(3);
        device().set("degrees", 51);
        assertThat(degrees.awaitItems(4)).containsExactly(20, 40, 50, 51);
        third.close();
        Thermometer last = new Thermometer();
        last.degrees.set(60);
        export(there, last);
        assertThat(degrees.awaitItems(5)).containsExactly(20, 40, 50, 51, 60);
        assertThat(degrees.ends).isEmpty();
    }

    @Test
    void aFollowerGetsNoMoreThanItRequestedFromAllExportersTogether() {
        RecordingSubscriber<Integer> three = RecordingSubscriber.of(device().observe("degrees", Integer.class), 3);
        three.awaitItems(1);
        registration.close();
        Thermometer next = new Thermometer();
        next.degrees.set(40);
        registration = export(there, next);
        three.awaitItems(2);
        device().set("degrees", 41);
        three.awaitItems(3);

        RecordingSubscriber<Integer> all =
                RecordingSubscriber.of(device().observe("degrees", Integer.class), Long.MAX_VALUE);
        all.awaitItems(1);
        device().set("degrees", 42);
        all.awaitItems(2);
        device().set("degrees", 43);
        all.awaitItems(3);
        three.request(1);
        assertThat(three.awaitItems(4)).containsExactly(20, 40, 41, 43);
    }

    @Test
    void aFollowerThatFindsNobodyUntilTheDeadlineIsTold() {
        RemoteObject brief = here.object("device", CallOptions.DEFAULT.deadline(Duration.ofMillis(300)));
        RecordingSubscriber<Object> degrees = RecordingSubscriber.of(brief.observe("degrees"), 10);
        degrees.awaitItems(1);
        registration.close();
        assertThat(degrees.awaitEnd()).isInstanceOf(UnavailableException.class);
        assertThat(RecordingSubscriber.of(
                                here.object("none", CallOptions.DEFAULT.deadline(Duration.ofMillis(50)))
                                        .observe("x"),
                                1)
                        .awaitEnd())
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void objectsOfThisNodeAreObservedAlike() {
        RecordingSubscriber<Integer> degrees =
                RecordingSubscriber.of(there.object("device").observe("degrees", Integer.class), 10);
        degrees.awaitItems(1);
        object.setDegrees(5);
        registration.changed();
        assertThat(degrees.awaitItems(2)).containsExactly(20, 5);
        degrees.subscription().cancel();
        await().atMost(Nodes.LONG).until(() -> there.counters().getOrDefault("streams.ended.cancelled", 0L) == 1);
    }
}
