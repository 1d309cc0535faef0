package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.PairingConfig;
import chaski.node.context.NotificationQueue;
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
 * Decides whom this node is linked with.
 *
 * <p><b>Whom.</b> Every node that publishes what this one subscribes, or subscribes what it publishes, up to the limit of peers;
 * and, if subscribers are to be linked, some that subscribe the same ({@link SubscriberMesh}). Who goes beyond the limit waits
 * until there is room. Nodes that were paired and then expired without a word are looked for one day longer, the last 256.
 *
 * <p><b>Who dials</b> ({@link PeerDialling}). Both sides come to the same wish at about the same time. The one with the lower id dials at once, the other
 * one after 200 ms if there is no session by then, since the first may not be able to. A node that tells no endpoint is not
 * dialled. After ten seconds without a session the pairing counts as failed, which is told once.
 *
 * <p><b>Who is left</b> ({@link SessionNeeds}). Each side tells the other how much it needs the session: because they share a
 * topic, or the user joined the peer; only so as not to be alone; or not at all. A session that neither side has needed for 60 s is
 * ended. The session with a joined node that shares no topic is, under {@code DISCONNECT}, ended as soon as this node is paired with
 * another one, unless the peer needs it for more than company; it is looked for again when no pair is left.
 *
 * <p>An observer pairs with nobody. Confined to the control loop. Times are nanoseconds of the monotonic clock.
 */
public final class Pairing {

    static final long FORGET_NS = Duration.ofHours(24).toNanos();

    /** Nodes that crash and never come back, each with a new id, must not be looked for without end. */
    static final int MAX_MISSED = 256;

    private final NodeId self;
    private final boolean observer;
    private final boolean pairSubscribers;
    private final PairingActions actions;
    private final SharedTopics topics = new SharedTopics();
    private final SubscriberMesh mesh;
    private final PeerSlots places;
    private final PeerDialling reaching;
    private final SessionNeeds needs;
    private final ScheduledTasks agenda;
    private final Map<NodeId, Pair> pairs = new TreeMap<>();
    private final Set<NodeId> missed = new LinkedHashSet<>();
    private final NotificationQueue decided = new NotificationQueue();

    /**
     * Begins with nothing.
     *
     * @param self this node
     * @param observer whether it only looks
     * @param config whom to link
     * @param maxPeers the most sessions
     * @param actions what is to be done
     * @param nowNs now
     */
    public Pairing(
            NodeId self, boolean observer, PairingConfig config, int maxPeers, PairingActions actions, long nowNs) {
        this.self = self;
        this.observer = observer;
        this.actions = actions;
        pairSubscribers = config.pairSubscribers();
        mesh = new SubscriberMesh(self, config.maxPeersPerTopic());
        places = new PeerSlots(maxPeers);
        agenda = new ScheduledTasks(nowNs);
        reaching = new PeerDialling(self, places, agenda, actions, decided::add);
        needs = new SessionNeeds(config.bootstrap(), agenda, actions, decided::add);
    }

    /**
     * This node's own topics, all of them.
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
            concerned.forEach(id -> judge(id, nowNs));
            settle(nowNs);
        }
    }

    /**
     * The entry of another node came, was replaced or went.
     *
     * @param id the node
     * @param now its entry now
     * @param left whether it said itself that it left
     * @param nowNs now
     */
    public void onEntry(NodeId id, Optional<NodeEntry> now, boolean left, long nowNs) {
        if (observer || id.equals(self)) {
            return;
        }
        Pair pair = pair(id);
        if (now.isEmpty() && !left && pair.wasPaired) {
            miss(pair, nowNs);
        } else {
            found(pair);
            Set<NodeId> concerned = remesh(replace(pair, now));
            concerned.add(id);
            concerned.forEach(each -> judge(each, nowNs));
        }
        settle(nowNs);
    }

    /**
     * A session stands: a new one, not one that was resumed.
     *
     * @param peer the peer
     * @param name its name
     * @param peerObserves whether it only looks
     * @param joined whether it is behind an endpoint that the user joined
     * @param nowNs now
     */
    public void sessionUp(NodeId peer, String name, boolean peerObserves, boolean joined, long nowNs) {
        sessionEnded(peer, nowNs);
        Pair pair = pair(peer);
        pair.sessionUp(peerObserves);
        pair.name = name;
        pair.joined = joined;
        places.update(pair);
        needs.begin(pair);
        reaching.reached(pair);
        remeshFor(pair).forEach(id -> judge(id, nowNs));
        judge(peer, nowNs);
        settle(nowNs);
    }

    /**
     * A session ended. Parking is not ending.
     *
     * @param peer the peer
     * @param nowNs now
     */
    public void sessionEnded(NodeId peer, long nowNs) {
        Pair pair = pairs.get(peer);
        if (pair != null && pair.session) {
            needs.end(pair);
            pair.session = false;
            places.update(pair);
            judge(peer, nowNs);
            settle(nowNs);
        }
    }

    /**
     * It changed whether a peer is behind a joined endpoint.
     *
     * @param peer a peer with a session
     * @param joined whether
     * @param nowNs now
     */
    public void joined(NodeId peer, boolean joined, long nowNs) {
        Pair pair = pairs.get(peer);
        if (pair != null && pair.joined != joined) {
            pair.joined = joined;
            judge(peer, nowNs);
            settle(nowNs);
        }
    }

    /**
     * Decides again about a node that the user keeps off now, or does not any more.
     *
     * @param node the node
     * @param nowNs now
     */
    public void review(NodeId node, long nowNs) {
        judge(node, nowNs);
        settle(nowNs);
    }

    /**
     * A peer told how much it needs the session.
     *
     * @param peer the peer
     * @param need how much
     * @param nowNs now
     */
    public void peerNeeds(NodeId peer, SessionNeed need, long nowNs) {
        Pair pair = pairs.get(peer);
        if (pair != null && pair.session) {
            pair.peerNeed = need;
            judge(peer, nowNs);
            settle(nowNs);
        }
    }

    /**
     * An attempt to reach a node failed. Only the last reason is kept, to be told if nothing comes of it.
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
     * Lets time pass.
     *
     * @param nowNs now
     */
    public void tick(long nowNs) {
        for (ScheduledTasks.Task task : agenda.take(nowNs)) {
            Pair pair = pairs.get(task.node());
            if (pair != null) {
                onTime(task.kind(), pair, nowNs);
            }
        }
        settle(nowNs);
    }

    /**
     * Tells when {@link #tick} is due; may change with every call.
     *
     * @param nowNs now
     * @return the time, at most a day from now; calling it earlier does no harm
     */
    public long deadlineNs(long nowNs) {
        return agenda.nextNs().orElse(nowNs + FORGET_NS);
    }

    /** The nodes that are wanted, ascending, for tests. */
    Set<NodeId> wanted() {
        Set<NodeId> ids = new TreeSet<>();
        pairs.values().stream().filter(Pair::wanted).forEach(pair -> ids.add(pair.id));
        return ids;
    }

    private void onTime(ScheduledTasks.Kind kind, Pair pair, long nowNs) {
        switch (kind) {
            case REACH -> reaching.reach(pair);
            case DOUBT -> doubt(pair, nowNs);
            case LEAVE -> needs.leave(pair, "neither side needs the session");
            case FORGET -> forget(pair.id, nowNs);
        }
    }

    /** Brings everything about one node into line with what is wanted now. */
    private void judge(NodeId id, long nowNs) {
        Pair pair = pairs.get(id);
        if (pair == null) {
            return;
        }
        pair.topic = actions.isBarred(id) ? null : shared(pair).orElse(null);
        if (!pair.wanted()) {
            reaching.unwant(pair);
            needs.unpaired(pair);
        } else if (!pair.session) {
            reaching.want(pair, nowNs);
        } else if (!pair.toldPaired) {
            paired(pair);
        }
        needs.judge(pair, nowNs);
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
        pair.toldFailed = false;
        pair.wasPaired = true;
        String topic = String.valueOf(pair.topic);
        decided.add(() -> actions.paired(pair.id, pair.name, topic));
    }

    private void doubt(Pair pair, long nowNs) {
        if (reaching.doubt(pair)) {
            reaching.giveUpPlace(pair);
            remeshFor(pair).forEach(id -> judge(id, nowNs));
        }
    }

    /** Goes on looking for a node that was paired and expired, as long as there are not too many of them. */
    private void miss(Pair pair, long nowNs) {
        pair.missed = true;
        places.update(pair);
        missed.add(pair.id);
        agenda.add(ScheduledTasks.Kind.FORGET, pair.id, nowNs + FORGET_NS);
        if (missed.size() > MAX_MISSED) {
            forget(missed.iterator().next(), nowNs);
        }
    }

    private void found(Pair pair) {
        pair.missed = false;
        places.update(pair);
        missed.remove(pair.id);
        agenda.remove(ScheduledTasks.Kind.FORGET, pair.id);
    }

    private void forget(NodeId id, long nowNs) {
        Pair pair = pairs.get(id);
        if (pair != null) {
            pair.wasPaired = false;
            onEntry(id, Optional.empty(), false, nowNs);
        }
    }

    /** Puts an entry in the place of the one before; returns this node's patterns whose subscribers may have changed. */
    private Set<TopicPattern> replace(Pair pair, Optional<NodeEntry> now) {
        NodeEntry before = pair.entry;
        pair.entry = now.orElse(null);
        now.ifPresent(entry -> pair.name = entry.name());
        return topics.replace(pair.id, before, pair.entry);
    }

    private Set<NodeId> remeshFor(Pair pair) {
        return pair.entry == null ? Set.of() : remesh(topics.subscribedByBoth(pair.entry));
    }

    /** Chooses anew among the subscribers of patterns; returns whom that concerns. */
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
        return pair != null && pair.toldFailed && !pair.session;
    }

    private Pair pair(NodeId id) {
        return pairs.computeIfAbsent(id, Pair::new);
    }

    /** Gives free places to those who wait, judges what depends on all sessions, then lets the decisions out. */
    private void settle(long nowNs) {
        for (NodeId next = places.admit(); next != null; next = places.admit()) {
            Pair pair = pairs.get(next);
            if (pair != null) {
                reaching.admitted(pair, nowNs);
            }
        }
        needs.judgeAll(nowNs);
        decided.deliver();
    }
}
