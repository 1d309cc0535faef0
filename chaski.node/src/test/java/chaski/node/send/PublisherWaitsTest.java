package chaski.node.send;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.log.SegmentPool;
import chaski.node.session.OwnerMarks;
import chaski.testkit.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherWaitsTest {

    private static final long ROUTE = 7;

    private final SendChannel channel = new SendChannel(
            new OwnerMarks(1),
            new SegmentPool(64 << 20, () -> {}, () -> {}),
            1 << 20,
            new Simulation(1).environment("node"));
    private final PublisherWaits waits = channel.waits();

    @Test
    void refusalsCountFromTheFirstToTheLastWhileThereIsNoLink() {
        channel.links().parked();
        waits.refused(ROUTE, 10, 20);
        waits.refused(ROUTE, 10, 50);

        assertThat(waits.longestWaitNs(false, 0, 1000)).isEqualTo(30);
        assertThat(waits.longestWaitNs(true, 0, 1000)).isEqualTo(40);
        assertThat(waits.longestWaitNs(true, 35, 1000)).isEqualTo(15);
    }

    @Test
    void aNewChainOfRefusalsIsAnotherWait() {
        channel.links().parked();
        waits.refused(ROUTE, 10, 20);
        waits.refused(ROUTE, 900, 950);

        assertThat(waits.longestWaitNs(false, 0, 1000)).isZero();
    }

    @Test
    void refusalsDoNotCountWhileThereIsALink() {
        waits.refused(ROUTE, 10, 20);
        waits.refused(ROUTE, 10, 50);

        assertThat(waits.longestWaitNs(false, 0, 1000)).isNegative();
    }

    @Test
    void aRouteThatPassesWaitsNoLonger() {
        channel.links().parked();
        waits.refused(ROUTE, 10, 20);

        waits.passed(ROUTE);

        assertThat(waits.longestWaitNs(false, 0, 1000)).isNegative();
        assertThat(waits.waitOf(ROUTE, 10, 60)).isEqualTo(new PublisherWait(10, 60));
    }

    @Test
    void aLinkEndsAllWaits() {
        channel.links().parked();
        waits.refused(ROUTE, 10, 20);

        channel.links().openReader(0);

        assertThat(waits.longestWaitNs(false, 0, 1000)).isNegative();
    }

    @Test
    void aQueuedMessageWaitsUntilItLeaves() {
        List<String> woken = new ArrayList<>();
        WaitTicket ticket = new WaitTicket(() -> woken.add("message"));
        ticket.enqueueIn(channel.room, true, new PublisherWait(0, 5));
        woken.clear();

        assertThat(waits.hasWaiters()).isTrue();
        assertThat(waits.longestWaitNs(false, 0, 1000)).isEqualTo(995);
        waits.wakeMessages();
        assertThat(woken).containsExactly("message");
        ticket.close();

        assertThat(waits.hasWaiters()).isFalse();
    }
}
