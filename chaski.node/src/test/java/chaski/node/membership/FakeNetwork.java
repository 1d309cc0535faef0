package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Nodes whose sessions a test begins and ends, in virtual time on one thread. A message takes a random time and arrives
 * in order; messages in transit are lost when a session ends. Sometimes a session is not writable for a while.
 */
final class FakeNetwork {

    static final long SECOND_NS = Directory.SECOND_NS;

    final Random random;
    final List<FakeNode> nodes = new ArrayList<>();
    long nowNs = -5 * SECOND_NS;
    /** Receives every message that is sent. */
    Consumer<MembershipMessage> tap = message -> {};

    long messages;
    long bytes;
    private long order;
    private final PriorityQueue<Event> events = new PriorityQueue<>();

    FakeNetwork(long seed) {
        random = new Random(seed);
    }

    FakeNode node(String name, String... topics) {
        return node(name, false, topics);
    }

    FakeNode node(String name, boolean observer, String... topics) {
        NodeId id = new NodeId(new UUID(random.nextLong(), random.nextLong()));
        FakeNode node = new FakeNode(id, name, 1, observer, List.of(topics));
        nodes.add(node);
        return node;
    }

    void connect(FakeNode a, FakeNode b) {
        if (a == b || a.dead || b.dead || a.sessions.containsKey(b.id)) {
            return;
        }
        Wire wire = new Wire(a, b);
        a.sessions.put(b.id, wire);
        b.sessions.put(a.id, wire);
        a.membership.sessionUp(b.id, b.incarnation, b.traits(), nowNs);
        b.membership.sessionUp(a.id, a.incarnation, a.traits(), nowNs);
        a.rearm();
        b.rearm();
    }

    void disconnect(FakeNode a, FakeNode b) {
        Wire wire = a.sessions.get(b.id);
        if (wire != null) {
            wire.cut = true;
            end(a, wire);
            end(b, wire);
        }
    }

    private void end(FakeNode node, Wire wire) {
        NodeId peer = wire.other(node).id;
        if (!node.dead && node.sessions.remove(peer, wire)) {
            node.membership.sessionEnded(peer, false, nowNs);
            node.rearm();
        }
    }

    /** The process ends without GOODBYE; its peers detect it after a while, as heartbeats would. */
    void kill(FakeNode node) {
        node.dead = true;
        for (Wire wire : List.copyOf(node.sessions.values())) {
            wire.cut = true;
            FakeNode peer = wire.other(node);
            at(0, () -> annotate(peer, wire, PeerState.ALIVE));
            at(5 * SECOND_NS, () -> annotate(peer, wire, PeerState.SUSPECT));
            at(10 * SECOND_NS, () -> annotate(peer, wire, PeerState.DOWN));
            at(20 * SECOND_NS, () -> end(peer, wire));
        }
        node.sessions.clear();
    }

    private void annotate(FakeNode node, Wire wire, PeerState state) {
        NodeId peer = wire.other(node).id;
        if (!node.dead && node.sessions.get(peer) == wire) {
            node.membership.annotate(peer, state, false, nowNs);
            node.rearm();
        }
    }

    /** Leaves properly: announces it, and leaves the sessions enough time to transmit that. */
    void leave(FakeNode node) {
        node.membership.leave(nowNs);
        run(SECOND_NS);
        List.copyOf(node.sessions.values()).forEach(wire -> disconnect(node, wire.other(node)));
        node.dead = true;
    }

    FakeNode restart(FakeNode node) {
        for (FakeNode peer : nodes) {
            // a higher incarnation ends the session with the earlier run
            Wire wire = peer.sessions.get(node.id);
            if (wire != null) {
                wire.cut = true;
                end(peer, wire);
            }
        }
        node.dead = true;
        FakeNode later = new FakeNode(node.id, node.name + "'", node.incarnation + 1, node.observer, node.topics);
        nodes.set(nodes.indexOf(node), later);
        return later;
    }

    void run(long forNs) {
        long untilNs = nowNs + forNs;
        while (!events.isEmpty() && events.peek().atNs <= untilNs) {
            Event next = events.poll();
            nowNs = next.atNs;
            next.action.run();
        }
        nowNs = untilNs;
    }

    /**
     * The live nodes, without observers, that a node is connected with over any number of sessions, itself included.
     */
    Set<FakeNode> reachable(FakeNode from) {
        Set<FakeNode> found = new HashSet<>(Set.of(from));
        List<FakeNode> todo = new ArrayList<>(found);
        while (!todo.isEmpty()) {
            FakeNode node = todo.remove(todo.size() - 1);
            for (Wire wire : node.sessions.values()) {
                FakeNode peer = wire.other(node);
                if (!peer.dead && !(peer.observer && peer != from) && found.add(peer)) {
                    todo.add(peer);
                }
            }
        }
        return found;
    }

    private void at(long delayNs, Runnable action) {
        events.add(new Event(nowNs + delayNs, order++, action));
    }

    private record Event(long atNs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /** A session. */
    private final class Wire {
        final FakeNode a;
        final FakeNode b;
        boolean cut;
        long readyA = nowNs;
        long readyB = nowNs;
        final long[] arrivesNs = {nowNs, nowNs};

        Wire(FakeNode a, FakeNode b) {
            this.a = a;
            this.b = b;
        }

        FakeNode other(FakeNode node) {
            return node == a ? b : a;
        }

        boolean writable(FakeNode node) {
            return nowNs >= (node == a ? readyA : readyB);
        }

        void send(FakeNode from, ByteBuffer message) {
            messages++;
            bytes += message.remaining();
            tap.accept(MembershipCodec.decode(message.duplicate()));
            FakeNode to = other(from);
            int direction = from == a ? 0 : 1;
            arrivesNs[direction] = Math.max(arrivesNs[direction], nowNs + 100_000 + random.nextInt(50_000_000));
            at(arrivesNs[direction] - nowNs, () -> {
                if (!cut && !to.dead) {
                    to.membership.onMessage(from.id, message, nowNs);
                    to.rearm();
                }
            });
            if (random.nextInt(20) == 0) {
                block(from);
            }
        }

        private void block(FakeNode from) {
            long forNs = random.nextInt(500_000_000);
            if (from == a) {
                readyA = nowNs + forNs;
            } else {
                readyB = nowNs + forNs;
            }
            at(forNs, () -> {
                if (!cut && !from.dead) {
                    from.membership.onWritable(other(from).id, nowNs);
                    from.rearm();
                }
            });
        }
    }

    /** One node. */
    final class FakeNode implements MembershipLinks, MembershipListener {
        final NodeId id;
        final String name;
        final long incarnation;
        final boolean observer;
        final Membership membership;
        final Map<NodeId, Wire> sessions = new TreeMap<>();
        final Map<NodeId, NodeEntry> reported = new TreeMap<>();
        final Map<String, Integer> counts = new TreeMap<>();
        final List<String> reached = new ArrayList<>();
        List<String> topics;
        /** What users saw at the latest notification of a change. */
        List<DirectoryEntry> shown = List.of();

        boolean dead;
        /** True if it accepts changes of entries and long entries, unlike earlier builds. */
        boolean takesChanges = true;

        private long armedNs = Long.MAX_VALUE;

        FakeNode(NodeId id, String name, long incarnation, boolean observer, List<String> topics) {
            this.id = id;
            this.name = name;
            this.incarnation = incarnation;
            this.observer = observer;
            this.topics = topics;
            membership = new Membership(
                    new OwnRun(id, incarnation, observer),
                    MembershipSecurity.NONE,
                    10_000,
                    random,
                    run -> true,
                    () -> 5 * SECOND_NS,
                    this,
                    this,
                    this::report,
                    nowNs);
            announce();
            rearm();
        }

        PeerTraits traits() {
            return new PeerTraits(observer, true, takesChanges);
        }

        void topics(String... all) {
            topics = List.of(all);
            announce();
            rearm();
        }

        /** A topic that begins with + is published. */
        private void announce() {
            membership.announce(
                    new Announcement(
                            name,
                            List.of(endpoint()),
                            topics.stream()
                                    .filter(t -> t.startsWith("+"))
                                    .map(t -> Topic.of(t.substring(1)))
                                    .toList(),
                            topics.stream()
                                    .filter(t -> !t.startsWith("+"))
                                    .map(TopicPattern::of)
                                    .toList(),
                            false),
                    nowNs);
        }

        Endpoint endpoint() {
            return new Endpoint("tcp", name.replace("'", ""), 1);
        }

        /** The names that the directory contains. */
        Set<String> sees() {
            Set<String> names = new TreeSet<>();
            membership.directory().forEach(entry -> names.add(entry.name()));
            return names;
        }

        List<DirectoryEntry> discover(String topic, Duration timeout, boolean reachableBack) {
            List<DirectoryEntry> found = new ArrayList<>();
            List<Boolean> done = new ArrayList<>();
            membership.discover(
                    Topic.of(topic), reachableBack ? List.of(endpoint()) : List.of(), timeout, nowNs, answers -> {
                        found.addAll(answers);
                        done.add(true);
                    });
            rearm();
            run(timeout.toNanos() - 1);
            if (!done.isEmpty()) {
                throw new AssertionError("ended before its time");
            }
            run(1);
            if (done.size() != 1) {
                throw new AssertionError("expected one end, got " + done.size());
            }
            return found;
        }

        private NodeReport report() {
            return new NodeReport(
                    id,
                    incarnation,
                    name,
                    List.of(endpoint()),
                    topics,
                    sessions.values().stream()
                            .map(wire -> wire.other(this))
                            .map(peer -> new NodeReport.PeerLine(
                                    peer.id, peer.name, PeerState.ALIVE, "fake", Duration.ofMillis(1)))
                            .toList());
        }

        /** One timer, moved to whenever the next tick is due. */
        private void rearm() {
            long dueNs = Math.max(membership.deadlineNs(nowNs), nowNs);
            if (dead || dueNs >= armedNs) {
                return;
            }
            armedNs = dueNs;
            at(dueNs - nowNs, () -> {
                if (!dead && armedNs == dueNs) {
                    armedNs = Long.MAX_VALUE;
                    membership.tick(nowNs);
                    rearm();
                }
            });
        }

        @Override
        public boolean isWritable(NodeId peer) {
            return sessions.get(peer).writable(this);
        }

        @Override
        public void send(NodeId peer, ByteBuffer message) {
            if (!isWritable(peer)) {
                throw new AssertionError("sent though it cannot be written to");
            }
            sessions.get(peer).send(this, message);
        }

        @Override
        public void reach(NodeId node, List<Endpoint> endpoints, NodeId from) {
            reached.add(endpoints.get(0).host());
            at(5_000_000, () -> nodes.stream()
                    .filter(other -> other.id.equals(node) && !other.dead)
                    .findFirst()
                    .ifPresent(other -> connect(this, other)));
        }

        @Override
        public void onEntry(NodeId node, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left) {
            if (!before.equals(Optional.ofNullable(reported.get(node)))) {
                throw new AssertionError(
                        name + " was reported of a change from " + before + ", knew " + reported.get(node));
            }
            after.ifPresentOrElse(entry -> reported.put(node, entry), () -> reported.remove(node));
            onStateChanged();
        }

        @Override
        public void onStateChanged() {
            shown = membership.directory();
        }

        @Override
        public void onPeerNeeds(NodeId peer, SessionNeed need) {
            onCount("needs " + need);
        }

        @Override
        public void onSuperseded(long later) {
            onCount("superseded");
        }

        @Override
        public void onRefused(NodeId from, String counter, String reason) {
            onCount(counter);
        }

        @Override
        public void onCount(String counter) {
            counts.merge(counter, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
