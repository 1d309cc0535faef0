package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import chaski.api.node.SessionConfig;
import chaski.testkit.Seeds;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that are killed, restarted and replaced: eleven seconds after the last change every directory is correct. */
class DirectoryChurnTest {

    private static final Duration SETTLED = Duration.ofSeconds(11);
    private static final String SEED = "n0";
    private static final int HOSTS = 12;
    private static final int STEPS = 25;

    private final Map<String, Talker> living = new HashMap<>();
    private long lastId = 1_000;

    /** A world takes seconds: the build tries a few, {@code -Dchaski.churns} sets how many. */
    static LongStream seeds() {
        return Seeds.all().limit(Integer.getInteger("chaski.churns", 5));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void elevenSecondsAfterTheLastChangeEveryEntryIsTrue(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(3)));
        for (int i = 0; i < HOSTS; i++) {
            start(network, "n" + i, i);
        }
        world.run(Duration.ofSeconds(5));
        for (int step = 0; step < STEPS; step++) {
            disturb(network);
            world.run(Duration.ofMillis(world.random().nextInt(4_000)));
        }
        world.run(SETTLED);

        List<String> untrue = untrue();
        assertThat(untrue.size())
                .as("seed %d: %s", seed, untrue.stream().limit(20).toList())
                .isZero();
    }

    /**
     * Kills several at a time, including those that only know each other; most are started again, with their id or
     * another one.
     */
    private void disturb(SimulatedNetwork network) {
        Simulation world = network.simulation();
        RandomGenerator random = world.random();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            String host = "n" + random.nextInt(HOSTS);
            Talker before = living.remove(host);
            if (before != null) {
                world.process(host).kill();
                if (!host.equals(SEED) && random.nextInt(3) == 0) {
                    continue;
                }
            }
            boolean sameId = before != null && random.nextBoolean();
            start(network, host, sameId ? before.node.id().value().getLeastSignificantBits() : ++lastId);
        }
    }

    private void start(SimulatedNetwork network, String host, long id) {
        RandomGenerator random = network.simulation().random();
        Talker talker = new Talker(network, host, id, host.equals(SEED) ? "" : SEED, SessionConfig.DEFAULT);
        talker.listen("t." + random.nextInt(6), 1 << 16);
        talker.route("t." + random.nextInt(6));
        living.put(host, talker);
    }

    private List<String> untrue() {
        Map<NodeId, Long> runs = new HashMap<>();
        living.values().forEach(t -> runs.put(t.node.id(), t.node.incarnation()));
        List<String> wrong = new ArrayList<>();
        for (Talker of : living.values()) {
            Map<NodeId, Long> missing = new HashMap<>(runs);
            missing.remove(of.node.id());
            for (DirectoryEntry entry : of.node.directory()) {
                boolean alive = Long.valueOf(entry.incarnation()).equals(runs.get(entry.id()));
                if (alive) {
                    missing.remove(entry.id());
                }
                if (entry.state() != (alive ? PeerState.ALIVE : PeerState.DOWN)) {
                    wrong.add(of.node.name() + " says " + entry.state() + " of " + entry.name() + " " + entry.id()
                            + (alive ? ", which is alive" : ", which is dead"));
                }
            }
            missing.keySet().forEach(id -> wrong.add(of.node.name() + " does not know " + id));
        }
        return wrong;
    }
}
