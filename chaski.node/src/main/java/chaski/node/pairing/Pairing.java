package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.PairingConfig;
import chaski.node.context.NotificationQueue;
import chaski.node.context.TimerSource;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.SessionNeed;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which nodes this one is linked with.
 *
 * <p><b>Candidates.</b> Every node that publishes what this one subscribes, or subscribes what it publishes, up to the limit
 * of peers; and, if subscribers are to be linked, some that subscribe the same ({@link SubscriberMesh}). Nodes beyond the
 * limit wait until a slot is free. The last 256 nodes that were paired and then expired without having left are dialled for
 * one more day.
 *
 * <p><b>Dialling</b> ({@link PeerDialling}). Both sides decide to pair at about the same time. The one with the lower
 * id dials immediately, the other after 200 ms if there is no session by then, since the first may be unable to. A node
 * that advertises no endpoint is not dialled. After ten seconds without a session the pairing counts as failed, which
 * is reported once.
 *
 * <p><b>Leaving</b> ({@link SessionNeeds}). Each side sends the other how much it needs the session: because they share a
 * topic, or the user joined the peer; only so as not to be alone; or not at all. A session that neither side has needed for 60
 * s is ended. The session with a joined node that shares no topic is, under {@code DISCONNECT}, ended as soon as this node is
 * paired with another one, unless the peer needs it for more than company; the node is dialled again when no pair is left.
 *
 * <p>An observer pairs with no node. Confined to the control loop. Times are nanoseconds of the monotonic clock.
 */
public final class Pairing implements TimerSource {

    static final long FORGET_NS = Duration.ofHours(24).toNanos();

    /** Bounds the dialling of nodes that crash and never come back, each with a new id. */
    static final int MAX_EXPIRED = 256;

    private final NodeId self;
    private final boolean observer;
    private final boolean pairSubscribers;
    private final PairingActions actions;
    private final SharedTopics topics = new SharedTopics();
    private final SubscriberMesh mesh;
    private final PeerSlots slots;
    private final PeerDialling dialling;
    private final SessionNeeds needs;
    private final ScheduledTasks tasks;
    private final Map<NodeId, Pair> pairs = new TreeMap<>();
    private final Set<NodeId> expired = new LinkedHashSet<>();
    private final NotificationQueue decisions = new NotificationQueue();

    /**
     * Starts without topics, entries and sessions.
     *
     * @param self this node
     * @param observer whether it is an observer, which pairs with no node
     * @param config which nodes to link
     * @param maxPeers the most sessions
     * @param actions carries out the decisions
     * @param nowNs now
     */
    public Pairing(
            NodeId self, boolean observer, PairingConfig config, int maxPeers, PairingActions actions, long nowNs) {
        this.self = self;
        this.observer = observer;
        this.actions = actions;
        pairSubscribers = config.pairSubscribers();
        mesh = new SubscriberMesh(self, config.maxPeersPerTopic());
        slots = new PeerSlots(maxPeers);
        tasks = new ScheduledTasks(nowNs);
        dialling = new PeerDialling(self, slots, tasks, actions, decisions::add);
        needs = new SessionNeeds(config.bootstrap(), tasks, actions, decisions::add);
    }

    /**
     * Replaces this node's own topics.
     *
     * @param published what it publishes
     * @param subscribed what it subscribes
     * @param nowNs now
     */
    public void own(Collection<Topic> published, Collection<TopicPattern> subscribed, long nowNs) {
        if (!observer) {
            SharedTopics.Change change = topics.own(published, subscribed);
            Set<NodeId> concerned = new TreeSet<>(change.nodes());
            concerned.addAll(remesh(change.patterns()));
            concerned.forEach(id -> evaluate(id, nowNs));
            settle(nowNs);
        }
    }

    /**
     * The entry of another node was added, replaced or removed.
     *
     * @param id the node
     * @param now its entry now
     * @param left whether the node itself announced that it left
     * @param nowNs now
     */
    public void onEntry(NodeId id, Optional<NodeEntry> now, boolean left, long nowNs) {
        if (observer || id.equals(self)) {
            return;
        }
        Pair pair = pair(id);
        if (now.isEmpty() && !left && pair.wasPaired) {
            keepDialling(pair, nowNs);
        } else {
            found(pair);
            Set<NodeId> concerned = remesh(replace(pair, now));
            concerned.add(id);
            concerned.forEach(each -> evaluate(each, nowNs));
        }
        settle(nowNs);
    }

    /**
     * A session began: a new one, not one that was resumed.
     *
     * @param peer the peer
     * @param name its name
     * @param peerObserves whether it is an observer
     * @param joined whether it is behind an endpoint that the user joined
     * @param nowNs now
     */
    public void sessionUp(NodeId peer, String name, boolean peerObserves, boolean joined, long nowNs) {
        sessionEnded(peer, nowNs);
        Pair pair = pair(peer);
        pair.sessionUp(peerObserves);
        pair.name = name;
        pair.joined = joined;
        slots.update(pair);
        needs.begin(pair);
        dialling.reached(pair);
        remeshFor(pair).forEach(id -> evaluate(id, nowNs));
        evaluate(peer, nowNs);
        settle(nowNs);
    }

    /**
     * A session ended. A parked session has not ended.
     *
     * @param peer the peer
     * @param nowNs now
     */
    public void sessionEnded(NodeId peer, long nowNs) {
        Pair pair = pairs.get(peer);
        if (pair != null && pair.session) {
            needs.end(pair);
            pair.session = false;
            slots.update(pair);
            evaluate(peer, nowNs);
            settle(nowNs);
        }
    }

    /**
     * A peer was found behind a joined endpoint, or is not behind one any more.
     *
     * @param peer a peer with a session
     * @param joined true if it is behind one
     * @param nowNs now
     */
    public void joined(NodeId peer, boolean joined, long nowNs) {
        Pair pair = pairs.get(peer);
        if (pair != null && pair.joined != joined) {
            pair.joined = joined;
            evaluate(peer, nowNs);
            settle(nowNs);
        }
    }

    /**
     * Decides again about a node that the user has barred or admitted.
     *
     * @param node the node
     * @param nowNs now
     */
    public void review(NodeId node, long nowNs) {
        evaluate(node, nowNs);
        settle(nowNs);
    }

    /**
     * A peer has sent how much it needs the session.
     *
     * @param peer the peer
     * @param need how much
     * @param nowNs now
     */
    public void peerNeeds(NodeId peer, SessionNeed need, long nowNs) {
        Pair pair = pairs.get(peer);
        if (pair != null && pair.session) {
            pair.peerNeed = need;
            evaluate(peer, nowNs);
            settle(nowNs);
        }
    }

    /**
     * An attempt to dial a node failed. Only the last reason is kept, for the report if no session follows.
     *
     * @param node the node
     * @param reason why
     */
    public void reachFailed(NodeId node, String reason) {
        Pair pair = pairs.get(node);
        if (pair != null) {
            pair.failure = reason;
        }
    }

    /**
     * Performs the tasks that are due.
     *
     * @param nowNs now
     */
    @Override
    public void tick(long nowNs) {
        for (ScheduledTasks.Task task : tasks.take(nowNs)) {
            Pair pair = pairs.get(task.node());
            if (pair != null) {
                onTime(task.kind(), pair, nowNs);
            }
        }
        settle(nowNs);
    }

    /**
     * Returns when {@link #tick} is due; may change with every call.
     *
     * @param nowNs now
     * @return the time, at most a day from now; calling it earlier does no harm
     */
    @Override
    public long deadlineNs(long nowNs) {
        return tasks.nextNs().orElse(nowNs + FORGET_NS);
    }

    /** The nodes that are wanted, ascending, for tests. */
    Set<NodeId> wanted() {
        Set<NodeId> ids = new TreeSet<>();
        pairs.values().stream().filter(Pair::wanted).forEach(pair -> ids.add(pair.id));
        return ids;
    }

    private void onTime(ScheduledTasks.Kind kind, Pair pair, long nowNs) {
        switch (kind) {
            case REACH -> dialling.reach(pair);
            case CHECK -> checkReached(pair, nowNs);
            case LEAVE -> needs.leave(pair, "neither side needs the session");
            case FORGET -> forget(pair.id, nowNs);
        }
    }

    /** Evaluates one node again and acts on the result. */
    private void evaluate(NodeId id, long nowNs) {
        Pair pair = pairs.get(id);
        if (pair == null) {
            return;
        }
        pair.topic = actions.isBarred(id) ? null : shared(pair).orElse(null);
        if (!pair.wanted()) {
            dialling.stop(pair);
            needs.unpaired(pair);
        } else if (!pair.session) {
            dialling.start(pair, nowNs);
        } else if (!pair.notifiedPaired) {
            paired(pair);
        }
        needs.evaluate(pair, nowNs);
        if (pair.isIdle()) {
            pairs.remove(id);
        }
    }

    private Optional<String> shared(Pair pair) {
        NodeEntry entry = pair.entry;
        if (entry == null || pair.observer) {
            return Optional.empty();
        }
        Optional<String> topic = topics.between(entry);
        if (topic.isPresent() || !pairSubscribers) {
            return topic;
        }
        return topics.subscribedByBoth(entry).stream()
                .filter(pattern -> mesh.isChosen(pair.id, pattern))
                .map(TopicPattern::text)
                .findFirst();
    }

    private void paired(Pair pair) {
        needs.paired(pair);
        pair.notifiedFailed = false;
        pair.wasPaired = true;
        String topic = String.valueOf(pair.topic);
        decisions.add(() -> actions.paired(pair.id, pair.name, topic));
    }

    private void checkReached(Pair pair, long nowNs) {
        if (dialling.checkReached(pair)) {
            dialling.releaseSlot(pair);
            remeshFor(pair).forEach(id -> evaluate(id, nowNs));
        }
    }

    /** Keeps dialling a node that was paired and expired, unless there are too many of them. */
    private void keepDialling(Pair pair, long nowNs) {
        pair.expired = true;
        slots.update(pair);
        expired.add(pair.id);
        tasks.add(ScheduledTasks.Kind.FORGET, pair.id, nowNs + FORGET_NS);
        if (expired.size() > MAX_EXPIRED) {
            forget(expired.iterator().next(), nowNs);
        }
    }

    private void found(Pair pair) {
        pair.expired = false;
        slots.update(pair);
        expired.remove(pair.id);
        tasks.remove(ScheduledTasks.Kind.FORGET, pair.id);
    }

    private void forget(NodeId id, long nowNs) {
        Pair pair = pairs.get(id);
        if (pair != null) {
            pair.wasPaired = false;
            onEntry(id, Optional.empty(), false, nowNs);
        }
    }

    /** Replaces an entry; returns this node's patterns whose subscribers may have changed. */
    private Set<TopicPattern> replace(Pair pair, Optional<NodeEntry> now) {
        NodeEntry before = pair.entry;
        pair.entry = now.orElse(null);
        now.ifPresent(entry -> pair.name = entry.name());
        return topics.replace(pair.id, before, pair.entry);
    }

    private Set<NodeId> remeshFor(Pair pair) {
        return pair.entry == null ? Set.of() : remesh(topics.subscribedByBoth(pair.entry));
    }

    /** Chooses again among the subscribers of patterns; returns the nodes affected. */
    private Set<NodeId> remesh(Collection<TopicPattern> patterns) {
        Set<NodeId> changed = new TreeSet<>();
        if (pairSubscribers) {
            for (TopicPattern pattern : patterns) {
                Set<NodeId> candidates = topics.subscribes(pattern) ? topics.subscribers(pattern) : Set.of();
                changed.addAll(mesh.choose(pattern, candidates, this::isLinked, this::isHopeless));
            }
        }
        return changed;
    }

    private boolean isLinked(NodeId id) {
        Pair pair = pairs.get(id);
        return pair != null && pair.session;
    }

    private boolean isHopeless(NodeId id) {
        Pair pair = pairs.get(id);
        return pair != null && pair.notifiedFailed && !pair.session;
    }

    private Pair pair(NodeId id) {
        return pairs.computeIfAbsent(id, Pair::new);
    }

    /** Assigns free slots to waiting nodes, evaluates what depends on all sessions, then delivers the decisions. */
    private void settle(long nowNs) {
        for (NodeId next = slots.admit(); next != null; next = slots.admit()) {
            Pair pair = pairs.get(next);
            if (pair != null) {
                dialling.admitted(pair, nowNs);
            }
        }
        needs.evaluateAll(nowNs);
        decisions.deliver();
    }
}
