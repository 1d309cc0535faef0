package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.Seeds;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRecords;
import chaski.testkit.hostile.HostileSession;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * FAULTS S2 and I1: sessions that are valid, by a seed, until they break one rule. The link ends with a reason that is
 * counted, or the violation is ignored, as {@link BrokenRule} states. Two other nodes, of which one is the victim, lose
 * no message and wait for no peer.
 */
class BrokenRulesTest {

    private static final Endpoint WHERE = Endpoint.parse("mem://victim:1");
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** The longest that any step of the healthy pair may take. */
    private static final Duration GAP = Duration.ofSeconds(2);

    private static final int ANY_CHANNEL = 202;

    private final Simulation world = new Simulation(11);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker victim = new Talker(network, "victim", 1, "", SessionConfig.DEFAULT);
    private final Talker friend = new Talker(network, "friend", 2, "victim", SessionConfig.DEFAULT);
    private final Route toVictim;
    private final Route toFriend;
    private long sent;
    private long nextPeer = 100;

    BrokenRulesTest() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        victim.listen("in", 1 << 20);
        friend.listen("out", 1 << 20);
        toVictim = friend.route("in");
        toFriend = victim.route("out");
        world.await("the pair is ready", () -> toVictim.matched() == 1 && toFriend.matched() == 1, GAP.multipliedBy(5));
    }

    @ParameterizedTest
    @EnumSource(BrokenRule.class)
    void aBrokenRuleHarmsNobodyElse(BrokenRule rule) {
        for (long seed : seeds()) {
            Random random = new Random(seed);
            HostilePeer peer = session(random);
            long refusals = refusals();

            rule.breakIt(peer, random);
            exchange();

            if (rule.ends()) {
                assertThat(peer.isClosed())
                        .as("seed %d: the link has ended", seed)
                        .isTrue();
            } else {
                assertThat(peer.isClosed())
                        .as("seed %d: %s", seed, peer.refusal())
                        .isFalse();
                assertAnswers(peer, random);
            }
            if (peer.refusal().isPresent()) {
                assertThat(refusals()).as("seed %d: it is counted", seed).isGreaterThan(refusals);
            }
            peer.hangUp();
            exchange();
        }
        assertExact();
        assertThat(victim.raised(NodeEvent.HandlerFailed.class)).isEmpty();
        assertThat(victim.raised(NodeEvent.Refused.class))
                .as("at most one a minute for each address and kind")
                .hasSizeLessThan(20);
        // no parked session outlives the resume timeout
        world.run(Duration.ofMinutes(3));
        assertThat(victim.node.peers()).hasSize(1);
        exchange();
        assertExact();
    }

    /** A seventh of the seeds: there are many rules. */
    private static long[] seeds() {
        long[] all = Seeds.all().toArray();
        return Arrays.copyOf(all, (all.length + 6) / 7);
    }

    /** A valid session: declarations, routes, messages, pings, a resume, in any order. */
    private HostilePeer session(Random random) {
        NodeId id = new NodeId(new UUID(7, nextPeer++));
        HostileIdentity identity = HostileIdentity.of(id, 1).named("evil");
        HostilePeer peer = dial(identity).handshake();
        long declared = 0;
        long route = 0;
        for (int step = random.nextInt(8); step > 0; step--) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    declared++;
                    boolean credited = random.nextBoolean();
                    peer.send(
                            HostileFrames.declareAdded(
                                    declared,
                                    declared,
                                    Talker.CHANNEL,
                                    credited ? "other" : "out",
                                    credited,
                                    credited ? 5000 : 0),
                            HostileFrames.declared(declared));
                }
                case 1 -> {
                    route++;
                    peer.append(HostileRecords.open(ANY_CHANNEL, route, new byte[random.nextInt(30)]));
                    for (int message = 1; message <= random.nextInt(5); message++) {
                        peer.append(
                                HostileRecords.message(ANY_CHANNEL, route, message, new byte[random.nextInt(3000)]));
                    }
                }
                case 2 -> {
                    route++;
                    int total = 30 + random.nextInt(1000);
                    peer.append(
                            HostileRecords.open(ANY_CHANNEL, route),
                            HostileRecords.first(ANY_CHANNEL, route, 1, total, new byte[10]),
                            HostileRecords.next(ANY_CHANNEL, route, 1, new byte[10]),
                            HostileRecords.last(ANY_CHANNEL, route, 1, new byte[total - 20]),
                            HostileRecords.close(ANY_CHANNEL, route));
                }
                case 3 -> {
                    peer.send(HostileFrames.ping(step, random.nextInt(100)));
                    peer.await(HostileFrameType.PONG);
                }
                case 4 -> {
                    HostileSession former = peer.session();
                    peer.hangUp();
                    world.run(Duration.ofMillis(random.nextInt(50)));
                    peer = dial(identity).resume(former);
                }
                default -> world.run(Duration.ofMillis(random.nextInt(300)));
            }
        }
        exchange();
        assertThat(peer.isClosed()).as("it kept all rules: %s", peer.refusal()).isFalse();
        return peer;
    }

    private HostilePeer dial(HostileIdentity identity) {
        return HostilePeer.dial(network.transport("evil"), WHERE, identity, world::await);
    }

    private void assertAnswers(HostilePeer peer, Random random) {
        long before = peer.count(HostileFrameType.PONG);
        peer.send(HostileFrames.ping(random.nextInt(1000), 0));
        peer.await("an answer to PING", () -> peer.count(HostileFrameType.PONG) > before);
    }

    /** Messages of the pair in both directions, which must arrive in time. */
    private void exchange() {
        for (int i = 0; i < 3; i++) {
            sent++;
            assertThat(Talker.say(toVictim, sent, 100)).isPositive();
            assertThat(Talker.say(toFriend, sent, 100)).isPositive();
            world.run(MOMENT);
        }
        world.await("the pair goes on", () -> victim.heard.size() == sent && friend.heard.size() == sent, GAP);
    }

    private void assertExact() {
        List<Long> all = LongStream.rangeClosed(1, sent).boxed().toList();
        assertThat(victim.heard).isEqualTo(all);
        assertThat(friend.heard).isEqualTo(all);
    }

    private long refusals() {
        return victim.node.counters().entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("refused.")
                        || counter.getKey().startsWith("errors."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
