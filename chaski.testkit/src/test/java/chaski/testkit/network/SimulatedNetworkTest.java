package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkResetException;
import chaski.testkit.Seeds;
import chaski.testkit.simulation.Simulation;
import chaski.testkit.simulation.SimulationError;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedNetworkTest {

    static final Duration AGES = Duration.ofMinutes(10);
    static final Duration LATENCY = Duration.ofMillis(20);

    final Simulation world = new Simulation(5);
    final SimulatedNetwork network = new SimulatedNetwork(world);

    static LongStream seeds() {
        return Seeds.all();
    }

    @Test
    void byteTakesTheLatencyOfItsDirection() {
        StartedLink wire = new StartedLink(network, "a", "b");
        network.profile("a", "b", LinkProfile.DEFAULT.delay(Duration.ofMillis(30), Duration.ZERO));
        network.profile("b", "a", LinkProfile.DEFAULT.delay(Duration.ofMillis(70), Duration.ZERO));
        Duration start = world.now();

        wire.dialler.send(1);
        world.await("it arrives", () -> wire.acceptor.received == 1, AGES);
        assertThat(world.now().minus(start)).isEqualTo(Duration.ofMillis(30));

        wire.acceptor.send(1);
        world.await("it arrives", () -> wire.dialler.received == 1, AGES);
        assertThat(world.now().minus(start)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void jitterKeepsTheOrderOfBytes() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ofMillis(100)));
        StartedLink wire = new StartedLink(network, "a", "b");

        for (int i = 0; i < 50; i++) {
            wire.dialler.send(1000);
            world.run(Duration.ofMillis(3));
        }

        world.await("all arrives", () -> wire.acceptor.received == 50_000, AGES);
        assertThat(wire.acceptor.inOrder).isTrue();
    }

    @Test
    void throttleLimitsTheRate() {
        network.profile(LinkProfile.DEFAULT.bytesPerSecond(100_000));
        StartedLink wire = new StartedLink(network, "a", "b");
        Duration start = world.now();

        wire.dialler.send(1_000_000);

        world.await("all arrives", () -> wire.acceptor.received == 1_000_000, AGES);
        assertThat(world.now().minus(start)).isBetween(Duration.ofMillis(9_990), Duration.ofMillis(10_010));
    }

    @Test
    void readsAreSplitAnywhereDownToSingleBytes() {
        network.profile(LinkProfile.DEFAULT.largestReadBytes(1));
        StartedLink wire = new StartedLink(network, "a", "b");

        wire.dialler.send(500);

        world.await("all arrives", () -> wire.acceptor.received == 500, AGES);
        assertThat(wire.acceptor.reads).isEqualTo(500);
        assertThat(wire.acceptor.inOrder).isTrue();
    }

    @Test
    void bytesBeyondTheKernelsRoomAreHeldUntilThereIsRoom() {
        network.profile(LinkProfile.DEFAULT.bufferBytes(1000));
        StartedLink wire = new StartedLink(network, "a", "b");
        network.block("a", "b");

        wire.dialler.send(5000);
        world.run(Duration.ofSeconds(10));

        assertThat(wire.dialler.released).isEqualTo(1000);
        assertThat(wire.link().heldBytes(Direction.FORWARD)).isEqualTo(4000);
        network.heal();
        world.await("all is released", () -> wire.dialler.released == 5000, AGES);
        world.await("all arrives", () -> wire.acceptor.received == 5000, AGES);
    }

    @Test
    void changingABufferThatTheLinkHoldsBreaksTheWorld() {
        network.profile(LinkProfile.DEFAULT.bufferBytes(10));
        StartedLink wire = new StartedLink(network, "a", "b");
        byte[] contents = new byte[100];
        wire.dialler.send(ByteBuffer.wrap(contents));
        wire.dialler.onReleased = () -> contents[99] = 1;

        assertThatThrownBy(() -> world.run(Duration.ofSeconds(1)))
                .isInstanceOf(SimulationError.class)
                .hasMessageContaining("changed while the link from a to b held it");
    }

    @Test
    void linkThatIsClosedReadsWhatItHoldsUntilItSaysOtherwise() {
        network.profile(LinkProfile.DEFAULT.bufferBytes(10));
        StartedLink wire = new StartedLink(network, "a", "b");
        byte[] contents = new byte[100];
        network.block("a", "b");
        wire.dialler.send(ByteBuffer.wrap(contents));
        world.run(Duration.ofSeconds(1));

        wire.dialler.link.close();
        contents[99] = 1;

        assertThatThrownBy(() -> world.run(Duration.ofSeconds(1)))
                .isInstanceOf(SimulationError.class)
                .hasMessageContaining("changed while the link from a to b held it");
    }

    @Test
    void bufferKeptBeyondOnBytesHoldsRubbish() {
        StartedLink wire = new StartedLink(network, "a", "b");
        ByteBuffer[] kept = new ByteBuffer[1];
        wire.acceptor.onBytes = bytes -> kept[0] = bytes;
        wire.dialler.send(ByteBuffer.wrap(new byte[] {1}));

        world.run(Duration.ofSeconds(1));

        assertThat(kept[0].get(0)).isNotEqualTo((byte) 1);
    }

    @Test
    void writingOutsideOfTheIoThreadIsRefused() {
        StartedLink wire = new StartedLink(network, "a", "b");

        assertThatThrownBy(() -> wire.dialler.link.write(new ByteBuffer[0], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("I/O thread");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutNotifiesBothSidesAndLosesFromARandomPointOn(long seed) {
        SimulatedNetwork lossy = new SimulatedNetwork(new Simulation(seed));
        lossy.profile(LinkProfile.DEFAULT.delay(LATENCY, LATENCY));
        StartedLink wire = new StartedLink(lossy, "a", "b");
        wire.dialler.send(30_000);
        wire.acceptor.send(30_000);
        lossy.simulation().run(Duration.ofMillis(25));

        assertThat(lossy.cut("b", "a")).isEqualTo(1);

        lossy.simulation().run(AGES);
        for (CountingSide side : List.of(wire.dialler, wire.acceptor)) {
            assertThat(side.closed).isEqualTo(1);
            assertThat(side.cause).isInstanceOf(LinkResetException.class);
            assertThat(side.released).isEqualTo(30_000);
            assertThat(side.inOrder).isTrue();
        }
        assertThat(lossy.links()).isEmpty();
        assertThat(lossy.cut("a", "b")).isZero();
    }

    @Test
    void cutsLoseNothingSomeOrAllInTheMiddleOfAWrite() {
        Set<Long> received = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            SimulatedNetwork lossy = new SimulatedNetwork(new Simulation(seed));
            lossy.profile(LinkProfile.DEFAULT.delay(LATENCY, LATENCY));
            StartedLink wire = new StartedLink(lossy, "a", "b");
            wire.dialler.send(30_000);
            lossy.simulation().run(Duration.ofMillis(25));
            lossy.cut("a", "b");
            lossy.simulation().run(AGES);
            received.add(wire.acceptor.received);
        }

        assertThat(received).hasSizeGreaterThan(20).contains(0L).anyMatch(n -> n > 0 && n < 30_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutAfterDeliversExactlySoMany(long seed) {
        SimulatedNetwork lossy = new SimulatedNetwork(new Simulation(seed));
        lossy.profile(LinkProfile.DEFAULT.largestReadBytes(7).bufferBytes(500));
        StartedLink wire = new StartedLink(lossy, "a", "b");
        wire.dialler.send(100);
        lossy.simulation().run(Duration.ofSeconds(1));
        long more = seed % 2000;

        wire.link().cutAfter(Direction.FORWARD, more);
        wire.dialler.send(3000);
        lossy.simulation().run(AGES);

        assertThat(wire.acceptor.received).isEqualTo(100 + more);
        assertThat(wire.acceptor.cause).isNotNull();
        assertThat(wire.dialler.cause).isNotNull();
        assertThat(wire.dialler.released).isEqualTo(3100);
    }

    @Test
    void silenceLosesNothingAndNotifiesNoSide() {
        StartedLink wire = new StartedLink(network, "a", "b");
        wire.link().silence(Direction.FORWARD, true);
        wire.dialler.send(1000);
        wire.acceptor.send(1000);
        world.run(AGES);
        assertThat(wire.acceptor.received).isZero();
        assertThat(wire.dialler.received).isEqualTo(1000);
        assertThat(wire.link().open()).isTrue();

        wire.link().silence(Direction.FORWARD, false);
        world.run(AGES);

        assertThat(wire.acceptor.received).isEqualTo(1000);
    }

    @Test
    void closingOverASilentLineLeavesTheOtherSideHalfOpen() {
        StartedLink wire = new StartedLink(network, "a", "b");
        network.partition(List.of("a"), List.of("b"));
        wire.dialler.link.close();
        wire.acceptor.send(1000);
        world.run(AGES);
        assertThat(wire.dialler.closed).isEqualTo(1);
        assertThat(wire.acceptor.closed).isZero();

        network.heal();
        world.run(AGES);

        assertThat(wire.acceptor.closed).isEqualTo(1);
    }

    @Test
    void forgottenAtOneSideTheLinkIsHalfOpenForEver() {
        StartedLink wire = new StartedLink(network, "a", "b");
        wire.link().forgetAt("b");
        wire.dialler.send(10);
        world.run(AGES);
        network.heal();
        world.run(AGES);

        assertThat(wire.acceptor.cause).isInstanceOf(LinkResetException.class);
        assertThat(wire.dialler.closed).isZero();
        assertThat(wire.acceptor.received).isZero();
    }

    @Test
    void partitionBlocksBothWaysAndOnlyBetweenItsSides() {
        StartedLink across = new StartedLink(network, "a", "c");
        StartedLink within = new StartedLink(network, "a", "b");
        network.partition(List.of("a", "b"), List.of("c", "d"));

        for (StartedLink wire : List.of(across, within)) {
            wire.dialler.send(10);
            wire.acceptor.send(10);
        }
        world.run(AGES);
        assertThat(across.acceptor.received + across.dialler.received).isZero();
        assertThat(within.acceptor.received + within.dialler.received).isEqualTo(20);

        network.heal("a", "c");
        world.run(AGES);
        assertThat(across.acceptor.received + across.dialler.received).isEqualTo(20);
    }

    @Test
    void oneWayPartitionLetsTheOtherWayThrough() {
        StartedLink wire = new StartedLink(network, "a", "b");
        network.partitionOneWay(List.of("a"), List.of("b"));

        wire.dialler.send(10);
        wire.acceptor.send(10);
        world.run(AGES);

        assertThat(wire.acceptor.received).isZero();
        assertThat(wire.dialler.received).isEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesKeepTheirOrderOverPartitionsThatComeAndGo(long seed) {
        Simulation seeded = new Simulation(seed).interleaving(Duration.ofMillis(1));
        SimulatedNetwork flapping = new SimulatedNetwork(seeded);
        flapping.profile(LinkProfile.DEFAULT.delay(LATENCY, LATENCY).bufferBytes(5000));
        StartedLink wire = new StartedLink(flapping, "a", "b");
        for (int i = 0; i < 20; i++) {
            wire.dialler.send(10_000);
            wire.acceptor.send(10_000);
            seeded.run(Duration.ofMillis(seeded.random().nextInt(50)));
            flapping.partition(List.of("a"), List.of("b"));
            seeded.run(Duration.ofMillis(seeded.random().nextInt(50)));
            flapping.heal();
        }

        seeded.await("all arrives", () -> wire.acceptor.received + wire.dialler.received == 400_000, AGES);
        assertThat(wire.acceptor.inOrder && wire.dialler.inOrder).isTrue();
    }

    @Test
    void connectAcrossAPartitionWaitsForItsEnd() {
        network.transport("b").listen(Endpoint.parse("mem://b:1"), Link::close);
        network.isolate("b");
        CompletableFuture<Link> connect = dial("a", "mem://b:1");
        world.run(Duration.ofSeconds(5));
        assertThat(connect).isNotDone();

        network.heal();
        world.run(Duration.ofSeconds(1));

        assertThat(connect).isCompleted();
    }

    @Test
    void connectAcrossAPartitionEndsWithItsTimeout() {
        network.transport("b").listen(Endpoint.parse("mem://b:1"), Link::close);
        network.block("b", "a");

        CompletableFuture<Link> connect = dial("a", "mem://b:1");
        world.run(Duration.ofSeconds(11));

        assertThat(connect.isCompletedExceptionally()).isTrue();
        network.heal();
        world.run(AGES);
        assertThat(network.links()).isEmpty();
    }

    @Test
    void policyRefusesHangsAcceptsAndKills() {
        network.transport("b").listen(Endpoint.parse("mem://b:1"), link -> new CountingSide(world, link));
        network.connects((from, to, chance) -> new ConnectPolicy.Refuse());
        CompletableFuture<Link> refused = dial("a", "mem://b:1");
        world.run(Duration.ofSeconds(1));
        assertThat(refused.isCompletedExceptionally()).isTrue();

        network.connects((from, to, chance) -> new ConnectPolicy.Hang());
        CompletableFuture<Link> hanging = dial("a", "mem://b:1");
        world.run(Duration.ofSeconds(9));
        assertThat(hanging).isNotDone();
        world.run(Duration.ofSeconds(2));
        assertThat(hanging.isCompletedExceptionally()).isTrue();

        network.connects((from, to, chance) -> new ConnectPolicy.AcceptThenDie(Direction.FORWARD, 42));
        CompletableFuture<Link> dying = dial("a", "mem://b:1");
        world.run(Duration.ofSeconds(1));
        CountingSide side = new CountingSide(world, dying.join());
        side.send(100);
        world.run(AGES);
        assertThat(side.cause).isNotNull();
        assertThat(network.links()).isEmpty();
    }

    @Test
    void unknownHostForeignPortAndOtherSchemeAreErrorsThatTellTheEndpoint() {
        InMemoryTransport a = network.transport("a");

        assertFails("mem://nowhere:1", "no host nowhere");
        assertFails("tcp://a:1", "speaks mem");
        assertThatThrownBy(() -> a.listen(Endpoint.parse("mem://b:0"), Link::close))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("mem://b:0");
    }

    @Test
    void hostsHaveAliasesAndLoopback() {
        network.alias("gateway.example", "a");
        InMemoryTransport a = network.transport("a");
        a.listen(Endpoint.parse("mem://127.0.0.1:7"), link -> new CountingSide(world, link));
        a.listen(Endpoint.parse("mem://gateway.example:8"), link -> new CountingSide(world, link));

        for (String endpoint : List.of("mem://localhost:7", "mem://a:7", "mem://a:8", "mem://gateway.example:8")) {
            CompletableFuture<Link> connect = dial("a", endpoint);
            world.run(Duration.ofSeconds(1));
            assertThat(connect).as(endpoint).isCompleted();
        }
    }

    @Test
    void transportsOfDifferentSchemesShareAHostButNotTheirPorts() {
        StartedLink one = new StartedLink(network, "a", "b", "one");
        StartedLink two = new StartedLink(network, "a", "b", "two");

        one.link().cut();
        two.dialler.send(10);
        world.run(AGES);

        assertThat(one.dialler.closed).isEqualTo(1);
        assertThat(two.acceptor.received).isEqualTo(10);
        assertThat(network.links("a", "b").get(0).scheme()).isEqualTo("two");
    }

    @Test
    void pausedProcessKeepsItsConnectionsAndItsKernelTakesSome() {
        network.profile(LinkProfile.DEFAULT.bufferBytes(1000));
        StartedLink wire = new StartedLink(network, "a", "b");
        world.process("b").pause();
        CompletableFuture<Link> connect = dial("a", wire.endpoint);

        wire.dialler.send(5000);
        world.run(AGES);
        assertThat(connect).isCompleted();
        assertThat(wire.acceptor.received).isZero();
        assertThat(wire.dialler.released).isEqualTo(1000);

        world.process("b").resume();
        world.run(Duration.ofSeconds(1));
        assertThat(wire.acceptor.received).isEqualTo(5000);
    }

    @Test
    void killedProcessEndsItsConnectionsAndFreesItsPorts() {
        StartedLink wire = new StartedLink(network, "a", "b");
        world.process("b").kill();
        world.run(Duration.ofSeconds(1));

        assertThat(wire.dialler.closed).isEqualTo(1);
        assertThat(wire.acceptor.closed).isZero();
        assertFails(wire.endpoint, "no listener");
        network.transport("b").listen(Endpoint.parse(wire.endpoint), Link::close);
        assertThat(network.links()).isEmpty();
    }

    @Test
    void killedProcessWithUnreadBytesResetsItsPeer() {
        StartedLink wire = new StartedLink(network, "a", "b");
        world.process("b").pause();
        wire.dialler.send(10);
        world.run(Duration.ofSeconds(1));

        world.process("b").kill();
        world.run(Duration.ofSeconds(1));

        assertThat(wire.dialler.cause).isInstanceOf(LinkResetException.class).hasMessageContaining("reset");
    }

    @Test
    void isolatedProcessThatDiesIsNotNoticedUntilTheLineIsBack() {
        StartedLink wire = new StartedLink(network, "a", "b");
        network.isolate("b");
        world.process("b").kill();
        world.run(AGES);
        assertThat(wire.dialler.closed).isZero();

        network.heal();
        world.run(Duration.ofSeconds(1));

        assertThat(wire.dialler.closed).isEqualTo(1);
    }

    @Test
    void randomCutsContinueUntilTheyAreCancelled() {
        var cuts = network.cutRandomly(Duration.ofSeconds(10));
        int cut = 0;
        for (int i = 0; i < 10; i++) {
            StartedLink wire = new StartedLink(network, "a", "b");
            world.run(Duration.ofMinutes(5));
            cut += wire.dialler.closed;
        }
        assertThat(cut).isEqualTo(10);

        cuts.cancel();
        StartedLink wire = new StartedLink(network, "a", "b");
        world.run(Duration.ofHours(1));
        assertThat(wire.dialler.closed).isZero();
    }

    @Test
    void exceptionsOfHandlersAreKeptForTheTest() {
        StartedLink wire = new StartedLink(network, "a", "b");
        IllegalStateException thrown = new IllegalStateException("thrown by the test");
        wire.acceptor.onBytes = bytes -> {
            throw thrown;
        };
        wire.dialler.send(1);

        world.run(Duration.ofSeconds(1));

        assertThat(network.handlerFailures()).containsExactly(thrown);
    }

    @Test
    void sameSeedMovesTheSameBytesInTheSameWay() {
        assertThat(digestOfARun(11)).isEqualTo(digestOfARun(11));
        assertThat(digestOfARun(11)).isNotEqualTo(digestOfARun(12));
    }

    private static long digestOfARun(long seed) {
        Simulation seeded = new Simulation(seed).interleaving(Duration.ofNanos(50_000));
        SimulatedNetwork net = new SimulatedNetwork(seeded);
        net.profile(LinkProfile.DEFAULT.delay(LATENCY, LATENCY).bufferBytes(3000));
        net.cutRandomly(Duration.ofSeconds(3));
        for (int i = 0; i < 10; i++) {
            StartedLink wire = new StartedLink(net, "a", "b");
            wire.dialler.send(20_000);
            wire.acceptor.send(10_000);
            seeded.run(Duration.ofSeconds(1));
        }
        return seeded.digest();
    }

    private void assertFails(String endpoint, String reason) {
        CompletableFuture<Link> connect = dial("a", endpoint);
        world.run(Duration.ofSeconds(1));
        assertThat(connect)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TransportException.class)
                .withMessageContaining(endpoint)
                .withMessageContaining(reason);
    }

    private CompletableFuture<Link> dial(String from, String endpoint) {
        return network.transport(from)
                .connect(Endpoint.parse(endpoint), ConnectOptions.DEFAULT)
                .toCompletableFuture();
    }
}
