package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.node.DefaultNodeFactory;
import chaski.streamer.publish.AsyncPublish;
import chaski.testkit.hostile.AutomaticReply;
import chaski.testkit.hostile.HostileFrame;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRecords;
import chaski.testkit.hostile.HostileStreamerRecords;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that take credit of a subscription and keep it, and disconnected peers with credit, beside a publisher that
 * must make progress. In virtual time.
 */
class HostileCreditTest {

    private static final Duration LONGEST_GAP = Duration.ofSeconds(2);
    private static final Duration ATTACK = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final HostileIdentity HOSTILE = HostileIdentity.of(new NodeId(new UUID(0, 99)), 5);
    private static final int DECLARATIONS = 3;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final List<NodeEvent> events = new ArrayList<>();
    private final Node a = node("a", 1);

    /** What the hostile peer does once it has the credit. */
    enum Conduct {
        /** It answers PINGs and nothing else. */
        SITS,
        /** It answers nothing at all. */
        SILENT,
        /** It closes the link, so that its session is parked. */
        PARKED,
        /** It answers each request by returning nothing. */
        REFUSES,
        /** It sends requests of all kinds again and again. */
        BABBLES
    }

    private Node node(String host, int id, String... joins) {
        Node.Builder builder =
                Chaski.node().name(host).id(new NodeId(new UUID(0, id))).listen("mem://" + host + ":1");
        for (String join : joins) {
            builder.join("mem://" + join + ":1");
        }
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), List.of(), List.of(new StreamerProvider())),
                        world.environment(host));
        node.watch(events::add);
        return node;
    }

    private Received subscribe(long queueBytes) {
        Received received = new Received(a.service(Streamer.class)
                .subscribe("t", byte[].class, SubscriptionOptions.DEFAULT.queueBytes(queueBytes)));
        received.consume();
        return received;
    }

    /**
     * The subscription, the numbers that each publisher sent, and the longest time without a message while one
     * publishes.
     */
    private final class Received {

        private final Subscription<byte[]> in;
        private final Map<Integer, Long> last = new HashMap<>();
        private final Map<Integer, Long> lastNs = new HashMap<>();
        private final Map<Integer, Long> gapNs = new HashMap<>();
        private long bytes;

        Received(Subscription<byte[]> in) {
            this.in = in;
        }

        void consume() {
            for (var next = in.next(Duration.ZERO); next.isPresent(); next = in.next(Duration.ZERO)) {
                ByteBuffer payload = ByteBuffer.wrap(next.get().payload());
                bytes += payload.remaining();
                if (payload.remaining() >= Integer.BYTES + Long.BYTES) {
                    int who = payload.getInt();
                    long number = payload.getLong();
                    assertThat(number).as("from %d", who).isEqualTo(last.getOrDefault(who, 0L) + 1);
                    last.put(who, number);
                    look(who);
                    lastNs.put(who, world.nowNs());
                }
            }
            ProtocolNode.of(a).environment().schedule(100_000, this::consume);
        }

        private void look(int who) {
            gapNs.merge(who, world.nowNs() - lastNs.getOrDefault(who, world.nowNs()), Math::max);
        }

        long count(int who) {
            return last.getOrDefault(who, 0L);
        }

        Duration longestGap(int who) {
            look(who);
            return Duration.ofNanos(gapNs.getOrDefault(who, 0L));
        }
    }

    /** Publishes a message at an interval, but never a second one before the first has been sent. */
    private final class Sender {

        private final Node node;
        private final int who;
        private final int bytes;
        private final long everyNs;
        private final Publisher<byte[]> out;
        private AsyncPublish current;
        private long sent;
        private boolean over;

        Sender(Node node, int who, int bytes, long everyNs) {
            this.node = node;
            this.who = who;
            this.bytes = bytes;
            this.everyNs = everyNs;
            this.out = node.service(Streamer.class).publisher("t", byte[].class);
        }

        Sender begin() {
            world.await("the subscription", () -> out.subscribers() == 1, LONG);
            ProtocolNode.of(node).environment().execute(this::next);
            return this;
        }

        private void next() {
            if (current == null || current.isOver()) {
                if (over) {
                    return;
                }
                byte[] payload = new byte[bytes];
                ByteBuffer.wrap(payload).putInt(who).putLong(++sent);
                current = AsyncPublish.begin(ProtocolNode.of(node).environment(), out, payload);
            }
            ProtocolNode.of(node).environment().schedule(everyNs, this::next);
        }

        void stop() {
            over = true;
        }
    }

    private HostilePeer attach() {
        HostilePeer hostile = HostilePeer.dial(
                        network.transport("h"), Endpoint.parse("mem://a:1"), HOSTILE, world::await)
                .handshake();
        hostile.await(HostileFrameType.DECLARED);
        return hostile;
    }

    private void attack(HostilePeer hostile, Conduct conduct) {
        if (conduct == Conduct.SILENT) {
            hostile.only();
        } else if (conduct == Conduct.REFUSES) {
            hostile.onFrame(frame -> {
                if (frame.is(HostileFrameType.CREDIT)) {
                    entries(frame)
                            .forEach((declaration, entry) ->
                                    hostile.append(HostileRecords.yielded(declaration, entry.generation(), 0)));
                }
            });
        } else if (conduct == Conduct.BABBLES) {
            babble(hostile, new Random(1));
        }
        block(hostile, Long.MAX_VALUE);
        world.run(Duration.ofMillis(50));
        if (conduct == Conduct.PARKED) {
            hostile.hangUp();
        }
    }

    private static void block(HostilePeer hostile, long needed) {
        for (int declaration = 1; declaration <= DECLARATIONS; declaration++) {
            hostile.send(HostileFrames.blocked(declaration, needed));
        }
    }

    private void babble(HostilePeer hostile, Random random) {
        world.after(Duration.ofMillis(20), () -> {
            if (!hostile.isClosed()) {
                block(hostile, random.nextLong() >>> 1 >>> random.nextInt(63));
                babble(hostile, random);
            }
        });
    }

    private record Granted(long bytes, int generation) {}

    private static Map<Long, Granted> entries(HostileFrame credit) {
        ByteBuffer body = credit.body();
        Map<Long, Granted> all = new HashMap<>();
        for (int left = body.getShort(); left > 0; left--) {
            all.put(body.getLong(), new Granted(body.getLong(), body.getInt()));
        }
        return all;
    }

    /** With messages of 300,000 bytes, which exceed what a share leaves, and with small ones. */
    @ParameterizedTest
    @CsvSource({
        "SITS, true, 65536, 100, 1",
        "SITS, true, 1048576, 100, 1",
        "SITS, false, 1048576, 100, 1",
        "SITS, true, 1000, 600, 5",
        "SILENT, true, 65536, 100, 1",
        "SILENT, false, 1048576, 1000, 1",
        "PARKED, true, 65536, 100, 1",
        "PARKED, true, 1048576, 100, 1",
        "PARKED, false, 1048576, 100, 1",
        "PARKED, false, 1048576, 300000, 100",
        "PARKED, true, 1048576, 700000, 200",
        "REFUSES, true, 65536, 100, 1",
        "REFUSES, false, 1048576, 300000, 100",
        "BABBLES, true, 65536, 100, 1",
        "BABBLES, false, 1048576, 1000, 1"
    })
    void aPeerThatKeepsCreditDelaysNoOtherPeer(
            Conduct conduct, boolean isFirst, long queueBytes, int bytes, int everyMs) {
        Received received = subscribe(queueBytes);
        if (isFirst) {
            attack(attach(), conduct);
        }
        Sender sender = new Sender(node("b", 2, "a"), 2, bytes, everyMs * 1_000_000L).begin();
        if (!isFirst) {
            world.run(Duration.ofSeconds(1));
            attack(attach(), conduct);
        }
        world.run(ATTACK);

        assertThat(received.longestGap(2)).isLessThan(LONGEST_GAP);
        long expected = ATTACK.toMillis() / everyMs;
        assertThat(received.count(2)).as("nearly all that could be sent").isGreaterThan(expected * 7 / 10);
        sender.stop();
        world.await("the rest", () -> received.count(2) == sender.sent, LONG);
    }

    /** A large message waits while others use the place beside the window, and is finally sent. */
    @Test
    void theLargestMessagesPassBesideAPeerThatKeepsItsShareAndThePlaceOfLargeOnes() {
        Received received = subscribe(1 << 20);
        HostilePeer hostile = attach();
        attack(hostile, Conduct.SITS);
        hostile.hangUp();

        Sender sender = new Sender(node("b", 2, "a"), 2, (4 << 20) - 100, 500_000_000L).begin();
        world.run(Duration.ofSeconds(10));

        assertThat(received.longestGap(2)).isLessThan(LONGEST_GAP);
        assertThat(received.count(2)).isGreaterThan(10);
        sender.stop();
    }

    /** What has credit in its log is received after it resumes, to the last byte. */
    @Test
    void creditOfAPeerThatWasAwayIsGoodWhenItComesBack() {
        Received received = subscribe(65_536);
        HostilePeer away = attach();
        Map<Long, Granted> granted = new HashMap<>();
        away.onFrame(frame -> {
            if (frame.is(HostileFrameType.CREDIT)) {
                granted.putAll(entries(frame));
            }
        });
        block(away, 1 << 20);
        world.run(Duration.ofMillis(50));
        away.hangUp();
        Sender sender = new Sender(node("b", 2, "a"), 2, 1_000, 1_000_000L).begin();
        world.run(Duration.ofSeconds(20));
        assertThat(received.longestGap(2)).isLessThan(LONGEST_GAP);
        long before = received.bytes;

        away.append(HostileStreamerRecords.open(7, "t", "bytes"));
        long credit = granted.values().iterator().next().bytes();
        assertThat(credit).isGreaterThanOrEqualTo(1 << 20);
        long sequence = 0;
        for (long left = credit; left >= 128; left -= 128) {
            away.append(HostileRecords.message(
                    HostileStreamerRecords.CHANNEL, 7, ++sequence, HostileStreamerRecords.message()));
        }
        HostilePeer back = HostilePeer.dial(network.transport("h"), Endpoint.parse("mem://a:1"), HOSTILE, world::await)
                .resume(away.session());
        world.run(Duration.ofSeconds(3));

        assertThat(back.isAttached()).isTrue();
        assertThat(a.counters()).doesNotContainKey("refused.protocol");
        assertThat(received.bytes).isGreaterThan(before);
        back.append(HostileRecords.message(
                HostileStreamerRecords.CHANNEL, 7, ++sequence, new byte[(int) Math.min(60_000, credit)]));
        sender.stop();
    }

    @Test
    void aPeerThatAnswersPingsAndGivesNothingBackWhileOthersWaitEnds() {
        subscribe(1_000);
        HostilePeer hostile = attach();
        attack(hostile, Conduct.SITS);
        new Sender(node("b", 2, "a"), 2, 300, 1_000_000L).begin();
        world.run(Duration.ofSeconds(5));
        assertThat(a.counters()).doesNotContainKey("sessions.endedForCredit");

        hostile.await(HostileFrameType.GOODBYE);

        assertThat(a.counters()).containsEntry("sessions.endedForCredit", 1L);
        assertThat(events)
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(NodeEvent.Refused.class, refused -> {
                    assertThat(refused.counter()).isEqualTo("sessions.endedForCredit");
                    assertThat(refused.reason()).contains("bytes of credit of the subscription t");
                }));
    }

    /** Silence is handled by the heartbeat, and arriving messages may precede the answer. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPeerThatIsSilentOrHasMuchToSendIsNotEndedForItsCredit(boolean silent) {
        subscribe(1_000);
        HostilePeer hostile = attach();
        attack(hostile, Conduct.SITS);
        if (silent) {
            hostile.only(AutomaticReply.ACK, AutomaticReply.APPLIED);
        } else {
            trickle(hostile);
        }
        new Sender(node("b", 2, "a"), 2, 300, 1_000_000L).begin();

        world.run(Duration.ofSeconds(30));

        assertThat(a.counters()).doesNotContainKey("sessions.endedForCredit");
    }

    private void trickle(HostilePeer hostile) {
        hostile.append(HostileRecords.applied(1));
        world.after(Duration.ofSeconds(2), () -> trickle(hostile));
    }

    /**
     * One of two publishers is stopped, or cut off, for some seconds with credit, while the other is blocked again and
     * again.
     */
    @ParameterizedTest
    @MethodSource("chaski.testkit.Seeds#all")
    void aPublisherThatWasAwayWithCreditContinuesExactlyAndDelaysNoOther(long seed) {
        Random random = new Random(seed);
        int bytes = 100 + random.nextInt(random.nextBoolean() ? 500 : 9_000);
        Received received = subscribe(random.nextBoolean() ? 1_000 : 20_000 + random.nextInt(40_000));
        Node b = node("b", random.nextBoolean() ? 2 : 7, "a");
        Node c = node("c", 5, "a");
        Sender busy = new Sender(b, 2, bytes, 1_000_000L).begin();
        Sender away = new Sender(c, 5, 100 + random.nextInt(9_000), 300_000L + random.nextInt(3_000_000)).begin();
        Duration outage = Duration.ofMillis(15_000 + random.nextInt(8_000));
        for (int i = 0; i < 2; i++) {
            world.run(Duration.ofMillis(500 + random.nextInt(1_000)));
            if (random.nextBoolean()) {
                world.process("c").pause();
                world.run(outage);
                world.process("c").resume();
            } else {
                network.partition(List.of("a", "b"), List.of("c"));
                world.run(outage);
                network.heal();
            }
            world.run(Duration.ofSeconds(12));
        }
        Duration gap = received.longestGap(2);
        busy.stop();
        away.stop();

        world.await("everything", () -> received.count(2) == busy.sent && received.count(5) == away.sent, LONG);
        assertThat(gap).isLessThan(LONGEST_GAP);
        assertThat(events).noneMatch(NodeEvent.SessionLost.class::isInstance);
        assertThat(a.counters()).doesNotContainKeys("sessions.endedForCredit", "refused.protocol");
    }
}
