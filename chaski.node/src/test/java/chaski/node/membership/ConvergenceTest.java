package chaski.node.membership;

import static chaski.node.membership.FakeNetwork.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import chaski.node.membership.FakeNetwork.FakeNode;
import chaski.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Directories that gossip converge: each contains the latest entry of every reachable node, and no other node. */
class ConvergenceTest {

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappenedDirectoriesConvergeWhenItStops(long seed) {
        FakeNetwork network = new FakeNetwork(seed);
        Random random = network.random;
        int size = 2 + random.nextInt(49);
        for (int i = 0; i < size; i++) {
            FakeNode node = network.node("n" + i, "t." + i);
            connectSomewhere(network, node);
            network.run(random.nextInt(200_000_000));
        }
        for (int step = 0; step < 60; step++) {
            disturb(network, random, step);
            network.run(random.nextLong(random.nextInt(10) == 0 ? 100 * SECOND_NS : 5 * SECOND_NS));
        }
        // peers take 20 s to detect a death, the last vouch may be raised at that time, and is in transit; then 60 s
        network.run(120 * SECOND_NS);

        for (FakeNode node : living(network)) {
            assertKnowsExactlyTheReachable(network, node, "seed " + seed);
        }
    }

    @Test
    void longChainIsKnownFromEndToEndAndStaysKnown() {
        FakeNetwork network = chain(40);
        network.run(10 * SECOND_NS);
        for (int i = 0; i < 20; i++) {
            network.run(30 * SECOND_NS);
            assertThat(network.nodes.get(0).sees()).hasSize(39);
            assertThat(network.nodes.get(39).sees()).hasSize(39);
        }
    }

    @Test
    void rearGuardOfABrokenChainExpiresEverywhere() {
        FakeNetwork network = chain(40);
        network.run(10 * SECOND_NS);
        network.disconnect(network.nodes.get(19), network.nodes.get(20));
        network.run(90 * SECOND_NS);
        for (FakeNode node : network.nodes) {
            assertKnowsExactlyTheReachable(network, node, "broken chain");
        }
        network.connect(network.nodes.get(0), network.nodes.get(39));
        network.run(10 * SECOND_NS);
        for (FakeNode node : network.nodes) {
            assertThat(node.sees()).hasSize(39);
        }
    }

    @Test
    void ringThatLosesANodeDoesNotKeepItAliveByRepeatingIt() {
        FakeNetwork network = chain(12);
        network.connect(network.nodes.get(0), network.nodes.get(11));
        network.run(10 * SECOND_NS);
        network.kill(network.nodes.get(5));
        network.run(95 * SECOND_NS);
        for (FakeNode node : living(network)) {
            assertThat(node.sees()).hasSize(10).doesNotContain("n5");
        }
    }

    @Test
    void leavingIsKnownAtOnceAndDyingLater() {
        FakeNetwork network = full(10);
        network.leave(network.nodes.get(3));
        network.kill(network.nodes.get(4));
        network.run(SECOND_NS);
        for (FakeNode node : living(network)) {
            assertThat(node.sees()).hasSize(8).contains("n4").doesNotContain("n3");
        }
    }

    @Test
    void closingASessionIsNotLeaving() {
        FakeNetwork network = chain(3);
        network.connect(network.nodes.get(0), network.nodes.get(2));
        network.run(5 * SECOND_NS);
        network.disconnect(network.nodes.get(0), network.nodes.get(2));
        network.run(300 * SECOND_NS);
        assertThat(network.nodes.get(0).sees()).containsExactly("n1", "n2");
        assertThat(network.nodes.get(2).sees()).containsExactly("n0", "n1");
    }

    @Test
    void isolatedNodeIsForgottenAndWelcomeAgain() {
        FakeNetwork network = full(6);
        FakeNode lone = network.nodes.get(2);
        List<FakeNode> others =
                network.nodes.stream().filter(node -> node != lone).toList();
        others.forEach(other -> network.disconnect(lone, other));
        network.run(120 * SECOND_NS);
        assertThat(lone.sees()).isEmpty();
        others.forEach(other -> assertThat(other.sees()).hasSize(4).doesNotContain("n2"));
        network.connect(lone, others.get(0));
        network.run(SECOND_NS);
        assertThat(lone.sees()).hasSize(5);
        others.forEach(other -> assertThat(other.sees()).hasSize(5).contains("n2"));
    }

    @Test
    void restartedNodeReplacesItsEarlierRun() {
        FakeNetwork network = full(5);
        FakeNode later = network.restart(network.nodes.get(1));
        network.connect(later, network.nodes.get(4));
        network.run(SECOND_NS);
        for (FakeNode node : network.nodes) {
            if (node != later) {
                assertThat(node.sees()).hasSize(4).contains("n1'").doesNotContain("n1");
            }
        }
    }

    @Test
    void observerSeesAllAndIsSeenByNone() {
        FakeNetwork network = full(4);
        FakeNode observer = network.node("eye", true, "t.0");
        network.connect(observer, network.nodes.get(2));
        network.run(300 * SECOND_NS);
        assertThat(observer.sees()).containsExactly("n0", "n1", "n2", "n3");
        for (FakeNode node : network.nodes) {
            assertThat(node.sees()).doesNotContain("eye");
        }
    }

    @Test
    void observerIsNotBelieved() {
        FakeNetwork network = full(3);
        FakeNode ghost = network.node("ghost");
        FakeNode liar = network.node("liar", true);
        network.connect(ghost, liar);
        network.run(SECOND_NS);
        assertThat(liar.sees()).containsExactly("ghost");
        network.connect(liar, network.nodes.get(0));
        network.run(30 * SECOND_NS);
        assertThat(network.nodes.get(0).sees()).containsExactly("n1", "n2");
    }

    @Test
    void quietNetworkSaysLittle() {
        FakeNetwork network = full(20);
        network.run(30 * SECOND_NS);
        network.messages = 0;
        network.bytes = 0;
        network.run(100 * SECOND_NS);
        int links = 20 * 19;
        // a summary every ten seconds of 13 bytes, and at most the vouches of 19 nodes every 15 s of 37 bytes each
        assertThat(network.bytes / links).isLessThan(100 / 10 * 14 + 19 * (100 / 15 + 1) * 40);
        assertThat(network.messages / links).isLessThan(120);
    }

    @Test
    void changesOfManyMomentsAreToldTogether() {
        FakeNetwork network = full(3);
        network.run(SECOND_NS);
        network.messages = 0;
        for (int i = 0; i < 1000; i++) {
            network.nodes.get(0).topics("t." + i);
            network.run(10_000);
        }
        network.run(500_000_000);
        assertThat(network.messages).isLessThan(60);
        assertThat(network.nodes.get(2).membership.directory())
                .anySatisfy(entry -> assertThat(entry.subscribed()).hasToString("[t.999]"));
    }

    @Test
    void sameSeedSameRun() {
        assertThat(fingerprint(7)).isEqualTo(fingerprint(7)).isNotEqualTo(fingerprint(8));
    }

    private static String fingerprint(long seed) {
        FakeNetwork network = new FakeNetwork(seed);
        for (int i = 0; i < 20; i++) {
            connectSomewhere(network, network.node("n" + i));
        }
        for (int step = 0; step < 30; step++) {
            disturb(network, network.random, step);
            network.run(3 * SECOND_NS);
        }
        return network.messages + " " + network.bytes;
    }

    private static void disturb(FakeNetwork network, Random random, int step) {
        List<FakeNode> living = living(network);
        FakeNode one = living.get(random.nextInt(living.size()));
        FakeNode other = living.get(random.nextInt(living.size()));
        one.takesChanges = random.nextInt(3) != 0; // in its next sessions
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> network.connect(one, other);
            case 3, 4 -> network.disconnect(one, other);
            case 5 -> partition(network, random);
            case 6 -> one.topics(otherTopics(one, random, step));
            case 7 -> {
                if (living.size() > 2) {
                    network.kill(one);
                }
            }
            case 8 -> {
                FakeNode later = network.restart(one);
                connectSomewhere(network, later);
            }
            default -> {
                if (living.size() > 2 && random.nextInt(3) == 0) {
                    network.leave(one);
                } else {
                    connectSomewhere(network, network.node("s" + step));
                }
            }
        }
    }

    /** Drops some topics and adds some, so that each new entry has much in common with the one before. */
    private static String[] otherTopics(FakeNode node, Random random, int step) {
        List<String> topics = new ArrayList<>(node.topics);
        topics.removeIf(topic -> random.nextInt(4) == 0);
        for (int i = 0; i < random.nextInt(8); i++) {
            topics.add("t." + random.nextInt(20) + "." + step + "." + i);
            topics.add("+u." + step + "." + i);
        }
        return topics.toArray(String[]::new);
    }

    private static void partition(FakeNetwork network, Random random) {
        Set<FakeNode> side =
                living(network).stream().filter(node -> random.nextBoolean()).collect(Collectors.toSet());
        for (FakeNode a : living(network)) {
            for (FakeNode b : living(network)) {
                if (side.contains(a) != side.contains(b)) {
                    network.disconnect(a, b);
                }
            }
        }
    }

    private static void connectSomewhere(FakeNetwork network, FakeNode node) {
        List<FakeNode> others = new ArrayList<>(living(network));
        others.remove(node);
        for (int i = 0; i < 1 + network.random.nextInt(3) && !others.isEmpty(); i++) {
            network.connect(node, others.get(network.random.nextInt(others.size())));
        }
    }

    private static void assertKnowsExactlyTheReachable(FakeNetwork network, FakeNode node, String what) {
        Map<String, String> expected = new TreeMap<>();
        for (FakeNode other : network.reachable(node)) {
            if (other != node) {
                expected.put(other.name, other.incarnation + " " + new TreeSet<>(other.topics));
            }
        }
        Map<String, String> known = new TreeMap<>();
        for (DirectoryEntry entry : node.membership.directory()) {
            Set<String> topics = new TreeSet<>();
            entry.published().forEach(topic -> topics.add("+" + topic));
            entry.subscribed().forEach(pattern -> topics.add(pattern.text()));
            known.put(entry.name(), entry.incarnation() + " " + topics);
            assertThat(entry.state())
                    .as("%s, %s of %s", what, node, entry.name())
                    .isEqualTo(PeerState.ALIVE);
        }
        assertThat(known).as("%s, directory of %s", what, node).isEqualTo(expected);
        assertThat(node.shown).as("%s, shown by %s", what, node).isEqualTo(node.membership.directory());
        assertThat(node.reported.values().stream().map(NodeEntry::name))
                .as("%s, what %s was reported", what, node)
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    private static List<FakeNode> living(FakeNetwork network) {
        return network.nodes.stream().filter(node -> !node.dead).toList();
    }

    private static FakeNetwork chain(int size) {
        FakeNetwork network = new FakeNetwork(size);
        for (int i = 0; i < size; i++) {
            FakeNode node = network.node("n" + i);
            if (i > 0) {
                network.connect(node, network.nodes.get(i - 1));
            }
        }
        return network;
    }

    private static FakeNetwork full(int size) {
        FakeNetwork network = new FakeNetwork(size);
        for (int i = 0; i < size; i++) {
            FakeNode node = network.node("n" + i);
            List.copyOf(network.nodes).forEach(other -> network.connect(node, other));
        }
        network.run(2 * SECOND_NS);
        return network;
    }
}
