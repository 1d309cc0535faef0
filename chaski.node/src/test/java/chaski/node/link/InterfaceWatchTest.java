package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.simulation.Simulation;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceWatchTest {

    private static final Duration INTERVAL = Duration.ofSeconds(InterfaceWatch.INTERVAL_SECONDS);

    private final Simulation world = new Simulation(1);
    private final InterfaceWatch watch = new InterfaceWatch(world.environment("a"), this::read, this::changed);
    private List<InetAddress> machine = List.of();
    private boolean broken;
    private int reads;
    private int changes;

    private List<InetAddress> read() throws IOException {
        reads++;
        if (broken) {
            throw new IOException("no netlink today");
        }
        return machine;
    }

    private void changed() {
        changes++;
    }

    @Test
    void nothingIsReadBeforeAddressesAreNeeded() {
        world.run(INTERVAL.multipliedBy(3));

        assertThat(reads).isZero();
    }

    @Test
    void theFirstReadingIsThereAtOnceAndIsNoChange() throws Exception {
        machine = AdvertisedEndpointsTest.addresses("192.0.2.1");

        watch.start();
        watch.start();

        assertThat(watch.addresses()).isEqualTo(machine);
        assertThat(reads).isEqualTo(1);
        world.run(INTERVAL.multipliedBy(3));
        assertThat(changes).isZero();
    }

    @Test
    void aChangeIsReportedOnceWithinAnInterval() throws Exception {
        watch.start();
        machine = AdvertisedEndpointsTest.addresses("192.0.2.1", "192.0.2.2");

        world.run(INTERVAL.plusMillis(1));

        assertThat(watch.addresses()).isEqualTo(machine);
        assertThat(changes).isEqualTo(1);
        world.run(INTERVAL.multipliedBy(3));
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void anotherOrderOfTheSameAddressesIsNoChange() throws Exception {
        machine = AdvertisedEndpointsTest.addresses("192.0.2.1", "192.0.2.2");
        watch.start();
        machine = AdvertisedEndpointsTest.addresses("192.0.2.2", "192.0.2.1");

        world.run(INTERVAL.multipliedBy(2));

        assertThat(changes).isZero();
    }

    @Test
    void aReadingThatFailsChangesNothingAndTheNextOneCounts() throws Exception {
        machine = AdvertisedEndpointsTest.addresses("192.0.2.1");
        watch.start();
        List<InetAddress> before = watch.addresses();
        broken = true;
        world.run(INTERVAL.multipliedBy(2));
        assertThat(watch.addresses()).isEqualTo(before);

        broken = false;
        machine = AdvertisedEndpointsTest.addresses("192.0.2.9");
        world.run(INTERVAL.multipliedBy(2));

        assertThat(watch.addresses()).isEqualTo(machine);
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aClosedWatchReadsNothing() throws Exception {
        watch.start();
        watch.close();
        machine = AdvertisedEndpointsTest.addresses("192.0.2.1");

        world.run(INTERVAL.multipliedBy(4));

        assertThat(changes).isZero();
        assertThat(reads).isLessThanOrEqualTo(2);
    }
}
