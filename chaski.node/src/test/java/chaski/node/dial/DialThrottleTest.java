package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Limits;
import chaski.node.context.Counters;
import chaski.node.link.DialAttempt;
import chaski.node.wire.RefusalCode;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DialThrottleTest {

    private static final NodeId LIAR = id(1);
    private static final NodeId HONEST = id(2);

    private final Simulation world = new Simulation(1);
    private final List<DialAttempt> dialled = new ArrayList<>();
    private final List<NodeId> held = new ArrayList<>();
    private final Counters counters = new Counters();
    private final DialThrottle throttle =
            new DialThrottle(world.environment("a"), () -> Limits.DEFAULT, counters, dialled::add, held::add);

    @Test
    void oneAnnouncerHasABurstAndThenTwoDialsASecond() {
        for (int i = 0; i < 100; i++) {
            throttle.submit(LIAR, new Wish("host" + i, 1));
        }
        assertThat(dialled).hasSize(DialThrottle.ANNOUNCER_BURST);
        throttle.submit(HONEST, new Wish("other", 1));
        assertThat(dialled).as("of another one").hasSize(DialThrottle.ANNOUNCER_BURST + 1);

        world.run(Duration.ofSeconds(10));
        assertThat(dialled).hasSize(DialThrottle.ANNOUNCER_BURST + 1 + 20);
        assertThat(held).as("reported once a minute").containsExactly(LIAR);
        assertThat(counters.snapshot()).containsEntry("dialThrottle.held", 100L - DialThrottle.ANNOUNCER_BURST);
    }

    @Test
    void oneHostIsDialledAsOftenAsItMightDial() {
        for (int i = 0; i < 30; i++) {
            throttle.submit(id(100 + i % 5), new Wish("victim", i));
        }
        assertThat(dialled).hasSize(10);
        world.run(Duration.ofSeconds(2));
        assertThat(dialled).hasSize(20);
    }

    @Test
    void whatAnswersAsExpectedCostsNothing() {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            wishes.add(new Wish("host", i));
            throttle.submit(HONEST, wishes.get(i));
        }
        for (int i = 0; i < 200; i++) {
            DialAttempt next = dialled.get(i);
            assertThat(next.accepts(wishes.get(0).node)).isTrue();
            next.succeeded(wishes.get(0).node);
        }
        assertThat(dialled).hasSize(200);
        assertThat(world.nowNs()).isZero();
        assertThat(wishes).allMatch(wish -> wish.succeeded);
    }

    @Test
    void anotherNodeThatAnswersIsNotTheOneThatWasNamed() {
        for (int i = 0; i < 100; i++) {
            throttle.submit(LIAR, new Wish("host" + i, 1));
        }
        for (int i = 0; i < DialThrottle.ANNOUNCER_BURST; i++) {
            dialled.get(i).accepts(id(77));
            dialled.get(i).failed(RefusalCode.OTHER, "another node answers");
        }
        assertThat(dialled).hasSize(DialThrottle.ANNOUNCER_BURST);
    }

    @Test
    void oneEndpointIsDialledOnceAtATimeAndWithGrowingPausesWhileNobodyAnswers() {
        for (int i = 0; i < 50; i++) {
            throttle.submit(id(100 + i), new Wish("host", 1));
        }
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int count = i + 1;
            world.await("the next dial", () -> dialled.size() == count, Duration.ofSeconds(40));
            seconds.add(world.now().toSeconds());
            dialled.get(i).failed(RefusalCode.OTHER, "refused");
        }
        assertThat(seconds).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);

        throttle.retry();
        assertThat(dialled).as("a transport has come").hasSize(7);
        dialled.get(6).accepts(id(77));
        dialled.get(6).failed(RefusalCode.OTHER, "another node answers");
        assertThat(dialled).as("somebody answers there").hasSize(8);
    }

    /** As many real nodes that have ended do not delay the new ones. */
    @Test
    void newEndpointsAreDialledBeforeThoseThatDidNotAnswer() {
        for (int i = 0; i < DialThrottle.ANNOUNCER_BURST; i++) {
            throttle.submit(HONEST, new Wish("dead" + i, 1));
            dialled.get(i).failed(RefusalCode.OTHER, "refused");
        }
        for (int i = 0; i < DialThrottle.ANNOUNCER_BURST; i++) {
            throttle.submit(HONEST, new Wish("dead" + i, 1));
        }
        world.run(Duration.ofMillis(1_200));
        throttle.submit(HONEST, new Wish("new", 1));
        world.run(Duration.ofMillis(500));

        assertThat(dialled.get(dialled.size() - 1).endpoint().host()).isEqualTo("new");
    }

    @Test
    void anAttemptThatIsNotWantedAnyMoreIsNotDialled() {
        throttle.submit(LIAR, new Wish("host", 1));
        Wish second = new Wish("host", 1);
        throttle.submit(LIAR, second);
        second.wanted = false;
        dialled.get(0).failed(RefusalCode.OTHER, "refused");
        world.run(Duration.ofSeconds(60));

        assertThat(dialled).hasSize(1);
        assertThat(second.failed).isTrue();
    }

    @Test
    void whatWaitsIsBounded() {
        for (int i = 0; i < 3_000; i++) {
            throttle.submit(LIAR, new Wish("host", i));
        }
        assertThat(counters.snapshot()).containsEntry("dialThrottle.dropped", 3_000L - 10 - DialThrottle.MAX_WAITING);
    }

    @Test
    void processesOfThisMachineAreDialledWithoutRegardToTheirHost() {
        for (int i = 0; i < 30; i++) {
            throttle.submit(HONEST, new Wish("127.0.0.1", i));
        }
        assertThat(dialled).hasSize(30);
    }

    private static NodeId id(long number) {
        return new NodeId(new UUID(0, number));
    }

    private static final class Wish implements DialAttempt {

        private final NodeId node = id(1_000);
        private final Endpoint endpoint;
        private boolean wanted = true;
        private boolean succeeded;
        private boolean failed;

        Wish(String host, int port) {
            endpoint = new Endpoint("mem", host, port);
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public boolean isMove() {
            return false;
        }

        @Override
        public boolean isWanted() {
            return wanted;
        }

        @Override
        public Optional<NodeId> expected() {
            return Optional.of(node);
        }

        @Override
        public void succeeded(NodeId peer) {
            succeeded = true;
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            failed = true;
        }
    }
}
