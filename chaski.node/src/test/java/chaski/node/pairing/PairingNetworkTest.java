package chaski.node.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.TopicPattern;
import chaski.api.node.PairingConfig;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.SessionNeed;
import chaski.node.topic.TopicIndex;
import chaski.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many nodes that decide independently end up with exactly the sessions that they need. */
class PairingNetworkTest {

    private static final long MS = 1_000_000L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Peer> nodes = new ArrayList<>();
    private Random random = new Random(1);
    private PairingConfig config = PairingConfig.DEFAULT;
    private long nowNs;
    private long order;
    private int dials;
    private int crossings;

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sessionsAreTheSharedTopicsInTheEnd(long seed) {
        random = new Random(seed);
        int size = 2 + random.nextInt(30);
        for (int i = 0; i < size; i++) {
            nodes.add(new Peer(random.nextInt(10) > 0));
        }
        for (int step = 0; step < 100; step++) {
            nodes.get(random.nextInt(size)).topics(randomTopics());
            if (random.nextInt(5) == 0) {
                Peer one = nodes.get(random.nextInt(size));
                one.sessions.stream().findAny().ifPresent(other -> disconnect(one, other));
            }
            run(random.nextInt(3_000) * MS);
        }
        run(300_000 * MS);

        for (Peer a : nodes) {
            Set<NodeId> expected = new TreeSet<>();
            Set<NodeId> wanted = new TreeSet<>();
            nodes.stream().filter(b -> a != b && a.shares(b)).forEach(b -> {
                wanted.add(b.id);
                if (a.canMeet(b)) {
                    expected.add(b.id);
                }
            });
            assertThat(a.pairing.wanted()).as("seed %d, wanted by %s", seed, a).isEqualTo(wanted);
            assertThat(a.pairedWith).as("seed %d, pairs of %s", seed, a).containsAll(expected);
            Set<NodeId> linked = new TreeSet<>();
            a.sessions.forEach(b -> linked.add(b.id));
            assertThat(linked).as("seed %d, sessions of %s", seed, a).containsAll(expected);
            if (linked.size() > expected.size()) {
                assertThat(isCompany(a))
                        .as("seed %d: %s keeps %s", seed, a, linked)
                        .isTrue();
            }
            for (Peer b : nodes) {
                if (a != b && a.shares(b) && !a.canMeet(b)) {
                    assertThat(a.failedWith)
                            .as("seed %d, failures of %s", seed, a)
                            .contains(b.id);
                }
            }
        }
    }

    @Test
    void crossingDialsAreRare() {
        for (int i = 0; i < 100; i++) {
            nodes.add(new Peer(true));
        }
        nodes.forEach(node -> node.topics("temp", "+temp"));
        run(10_000 * MS);
        assertThat(nodes).allMatch(node -> node.sessions.size() == 99);
        assertThat(dials).isBetween(4_950, 5_000);
        assertThat(crossings).isLessThan(50);
    }

    @Test
    void nodesOfManyTopicsFindExactlyTheirPartners() {
        for (int i = 0; i < 300; i++) {
            nodes.add(new Peer(true));
        }
        for (int i = 0; i < 300; i++) {
            nodes.get(i).topics("+t." + i / 2 + ".a", i % 2 == 0 ? "t." + i / 2 + ".*" : "u." + i);
        }
        run(10_000 * MS);
        for (int i = 0; i < 300; i += 2) {
            assertThat(nodes.get(i).pairedWith).containsExactly(nodes.get(i + 1).id);
        }
        assertThat(dials).isBetween(150, 165);
    }

    @Test
    void subscribersFormOneConnectedNetwork() {
        config = PairingConfig.DEFAULT.pairSubscribers(true).maxPeersPerTopic(3);
        for (int i = 0; i < 200; i++) {
            nodes.add(new Peer(true));
        }
        nodes.forEach(node -> node.topics("temp"));
        run(10_000 * MS);
        Set<Peer> reached = new HashSet<>();
        List<Peer> todo = new ArrayList<>(nodes.subList(0, 1));
        while (!todo.isEmpty()) {
            Peer next = todo.remove(0);
            if (reached.add(next)) {
                todo.addAll(next.sessions);
            }
        }
        assertThat(reached).hasSize(200);
        assertThat(nodes).allMatch(node -> node.pairedWith.size() == 3);
    }

    /** A session that is not needed stays only if it is the last one of a side. */
    private static boolean isCompany(Peer a) {
        return a.sessions.size() == 1 || a.sessions.stream().anyMatch(b -> b.sessions.size() == 1);
    }

    private String[] randomTopics() {
        String[] all = new String[random.nextInt(4)];
        for (int i = 0; i < all.length; i++) {
            boolean publish = random.nextBoolean();
            String last = publish || random.nextBoolean() ? String.valueOf(random.nextInt(8)) : "*";
            all[i] = (publish ? "+" : "") + "t" + random.nextInt(4) + "." + last;
        }
        return all;
    }

    private void run(long forNs) {
        long untilNs = nowNs + forNs;
        while (!events.isEmpty() && events.peek().atNs <= untilNs) {
            Event next = events.poll();
            nowNs = next.atNs;
            next.action.run();
        }
        nowNs = untilNs;
    }

    private void at(long delayNs, Runnable action) {
        events.add(new Event(nowNs + delayNs, order++, action));
    }

    private void connect(Peer a, Peer b) {
        if (a.sessions.contains(b)) {
            crossings++;
            return;
        }
        a.sessions.add(b);
        b.sessions.add(a);
        a.pairing.sessionUp(b.id, "b", false, false, nowNs);
        b.pairing.sessionUp(a.id, "a", false, false, nowNs);
        a.rearm();
        b.rearm();
    }

    private void disconnect(Peer a, Peer b) {
        if (a.sessions.remove(b)) {
            b.sessions.remove(a);
            a.pairing.sessionEnded(b.id, nowNs);
            b.pairing.sessionEnded(a.id, nowNs);
            a.rearm();
            b.rearm();
            a.redial(b.id);
            b.redial(a.id);
        }
    }

    private record Event(long atNs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /** A node; the directory delivers its announcements to the others after a while. */
    private final class Peer implements PairingActions {
        final NodeId id = PairingTest.id(nodes.size() * 7919L % 10_007 + 1);
        final boolean listens;
        final Pairing pairing = new Pairing(id, false, config, 1_000, this, nowNs);
        final Set<Peer> sessions = new HashSet<>();
        final Set<NodeId> reaching = new HashSet<>();
        final Set<NodeId> pairedWith = new TreeSet<>();
        final Set<NodeId> failedWith = new TreeSet<>();
        final Map<NodeId, Long> heardNs = new HashMap<>();
        String[] topics = {};
        private long armedNs = Long.MAX_VALUE;

        Peer(boolean listens) {
            this.listens = listens;
        }

        void topics(String... all) {
            topics = all;
            pairing.own(PairingTest.published(all), PairingTest.subscribed(all), nowNs);
            rearm();
            NodeEntry entry = PairingTest.entryOf(id, listens ? List.of(new Endpoint("tcp", "h", 1)) : List.of(), all);
            for (Peer other : nodes) {
                if (other != this) {
                    long arrivesNs = Math.max(other.heardNs.getOrDefault(id, 0L), nowNs + random.nextInt(150) * MS);
                    other.heardNs.put(id, arrivesNs);
                    at(arrivesNs - nowNs, () -> other.hear(entry));
                }
            }
        }

        private void hear(NodeEntry entry) {
            pairing.onEntry(entry.id(), Optional.of(entry), false, nowNs);
            rearm();
        }

        boolean shares(Peer other) {
            return shares(PairingTest.entryOf(other.id, List.of(), other.topics));
        }

        private boolean shares(NodeEntry other) {
            NodeEntry mine = PairingTest.entryOf(id, List.of(), topics);
            return overlap(mine.published(), other.subscribed()) || overlap(other.published(), mine.subscribed());
        }

        private boolean overlap(List<TopicPattern> some, List<TopicPattern> others) {
            return some.stream().anyMatch(a -> others.stream().anyMatch(b -> TopicIndex.overlaps(a, b)));
        }

        boolean canMeet(Peer other) {
            return listens || other.listens;
        }

        void rearm() {
            long dueNs = Math.max(pairing.deadlineNs(nowNs), nowNs);
            if (dueNs < armedNs) {
                armedNs = dueNs;
                at(dueNs - nowNs, () -> {
                    if (armedNs == dueNs) {
                        armedNs = Long.MAX_VALUE;
                        pairing.tick(nowNs);
                        rearm();
                    }
                });
            }
        }

        private void redial(NodeId node) {
            if (reaching.contains(node)) {
                Peer other = nodes.stream()
                        .filter(n -> n.id.equals(node))
                        .findFirst()
                        .orElseThrow();
                if (!sessions.contains(other)) {
                    dials++;
                    at((1 + random.nextInt(40)) * MS, () -> {
                        if (reaching.contains(node) && other.listens) {
                            connect(this, other);
                        }
                    });
                }
            }
        }

        @Override
        public void reach(NodeId node) {
            assertThat(reaching.add(node)).as("reaches what it reaches").isTrue();
            redial(node);
        }

        @Override
        public void stopReaching(NodeId node) {
            assertThat(reaching.remove(node)).as("stops what it did not begin").isTrue();
        }

        @Override
        public void need(NodeId peer, SessionNeed need) {
            at(random.nextInt(50) * MS, () -> nodes.stream()
                    .filter(other -> other.id.equals(peer) && other.sessions.contains(this))
                    .forEach(other -> {
                        other.pairing.peerNeeds(id, need, nowNs);
                        other.rearm();
                    }));
        }

        @Override
        public void leave(NodeId peer, String reason) {
            at(0, () -> List.copyOf(sessions).stream()
                    .filter(other -> other.id.equals(peer))
                    .forEach(other -> disconnect(this, other)));
        }

        @Override
        public void bootstrap(boolean wanted) {
            throw new AssertionError("nobody joined");
        }

        @Override
        public void paired(NodeId peer, String name, String topic) {
            pairedWith.add(peer);
            failedWith.remove(peer);
        }

        @Override
        public void failed(NodeId node, String name, String reason) {
            failedWith.add(node);
        }

        @Override
        public String toString() {
            return id.value().getLeastSignificantBits() + List.of(topics).toString();
        }
    }
}
