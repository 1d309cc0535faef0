package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This node as a member of the network: its directory and how it is kept alike with those of its peers, discovery beyond them,
 * and reports. The front of the package.
 *
 * <p>The engine tells it of sessions ({@link #sessionUp}, {@link #sessionEnded}), gives it what arrives on the membership channel
 * ({@link #onMessage}), what this node wants known ({@link #announce}) and the time ({@link #tick} at {@link #deadlineNs}, which
 * may have changed after every call). It sends through {@link MembershipLinks} and tells what it learned to a
 * {@link MembershipListener}, at the end of the call that brought it.
 *
 * <p>Confined to the control loop. Times are nanoseconds of the monotonic clock.
 */
public final class Membership {

    /** How often entries are vouched for and expired; finer than any time that it decides. */
    private static final long TICK_NS = Directory.SECOND_NS;

    private final Identity identity;
    private final MembershipListener listener;
    private final Directory directory;
    private final Gossip gossip;
    private final Discovery discovery;
    private final Reports reports;
    private final Queue<Runnable> news = new ArrayDeque<>();
    private boolean stateChanged;
    private boolean telling;
    private long nextTickNs;

    /**
     * Begins with an empty directory.
     *
     * @param identity this node
     * @param limit the most nodes in the directory
     * @param random for jitter and query ids
     * @param plausibleRun false for an incarnation that cannot be; asked each time
     * @param suspicionNs how long a node of which nothing is heard is suspect before it is down; asked each time
     * @param links the way to peers
     * @param listener told what is learned
     * @param report this node's own view, made when a peer asks for it
     * @param nowNs now
     */
    public Membership(
            Identity identity,
            int limit,
            RandomGenerator random,
            LongPredicate plausibleRun,
            LongSupplier suspicionNs,
            MembershipLinks links,
            MembershipListener listener,
            Supplier<NodeReport> report,
            long nowNs) {
        this.identity = identity;
        this.listener = listener;
        OwnEntry owner = new OwnEntry(identity.id(), identity.incarnation());
        ToGossip watcher = new ToGossip();
        directory =
                new Directory(owner, limit, watcher, new Vouching(random, suspicionNs, watcher, nowNs), plausibleRun);
        gossip = new Gossip(directory, random, links, this::count);
        discovery = new Discovery(identity.id(), gossip, links, random, this::count);
        reports = new Reports(gossip, report, this::count);
        nextTickNs = nowNs + TICK_NS;
    }

    /**
     * Returns whether a message may be dropped unread, by its first byte; any thread.
     *
     * @param message the bytes from position to limit
     * @return true if the next comparison of directories repairs the loss
     */
    public static boolean isRepairable(ByteBuffer message) {
        return MembershipCodec.isRepairable(message);
    }

    /**
     * Returns whether a message is a part of an entry, of no use without the others; any thread.
     *
     * @param message the bytes from position to limit
     * @return whether
     */
    public static boolean isPart(ByteBuffer message) {
        return MembershipCodec.isPart(message);
    }

    /**
     * Returns whether a message is the first part of an entry; any thread.
     *
     * @param message the bytes from position to limit
     * @return whether
     */
    public static boolean isFirstPart(ByteBuffer message) {
        return MembershipCodec.isFirstPart(message);
    }

    /**
     * Tells the network about this node; does nothing when nothing changed, or for an observer. To be called first before any
     * session, and again whenever something changes; changes within a few milliseconds are better told together.
     *
     * @param announcement all there is to tell
     * @param nowNs now
     */
    public void announce(Announcement announcement, long nowNs) {
        if (!identity.observer()) {
            discovery.interests(new Interests(announcement.published(), announcement.subscribed()));
            directory.announce(announcement, nowNs);
            settle(nowNs);
        }
    }

    /**
     * Tells the network that this node leaves, for good. What it says goes out at once where there is room; give sessions the time
     * to carry it before they end.
     *
     * @param nowNs now
     */
    public void leave(long nowNs) {
        directory.leave(nowNs);
        gossip.hurry(nowNs);
        settle(nowNs);
    }

    /**
     * This node goes on as a later run of itself: an earlier one was met that had a higher incarnation. The sessions of the run
     * before have ended.
     *
     * @param incarnation higher than before
     * @param nowNs now
     */
    public void reincarnate(long incarnation, long nowNs) {
        directory.reincarnate(incarnation, nowNs);
        settle(nowNs);
    }

    /**
     * A session with a peer stands: a new one, not one that was resumed.
     *
     * @param peer the peer
     * @param incarnation its run
     * @param traits what the peer is and takes
     * @param nowNs now
     */
    public void sessionUp(NodeId peer, long incarnation, PeerTraits traits, long nowNs) {
        gossip.sessionUp(peer, traits, nowNs);
        directory.sessionUp(peer, incarnation, nowNs);
        discovery.sessionUp(peer);
        settle(nowNs);
    }

    /**
     * A session ended. Parking is not ending.
     *
     * @param peer the peer
     * @param peerLost whether the peer's run is over, or its outage was too long to tell: then the peer is suspect
     * @param nowNs now
     */
    public void sessionEnded(NodeId peer, boolean peerLost, long nowNs) {
        gossip.sessionEnded(peer);
        directory.sessionEnded(peer, peerLost, nowNs);
        discovery.sessionEnded(peer);
        news.addAll(reports.sessionEnded(peer));
        settle(nowNs);
    }

    /**
     * The opinion on a peer changed, or its session lost its last link or got one. Users and other nodes are shown the opinion; this
     * node vouches only for a peer that is alive and has a link.
     *
     * @param peer a peer with a session
     * @param state the opinion
     * @param linked whether the session has a link
     * @param nowNs now
     */
    public void annotate(NodeId peer, PeerState state, boolean linked, long nowNs) {
        directory.annotate(peer, state, linked, nowNs);
        settle(nowNs);
    }

    /**
     * A message arrived.
     *
     * @param from a peer with a session
     * @param message the bytes from position to limit; not kept
     * @param nowNs now
     * @throws chaski.api.ProtocolException when the bytes are not what the protocol allows; nothing has changed then
     */
    public void onMessage(NodeId from, ByteBuffer message, long nowNs) {
        MembershipMessage decoded = MembershipCodec.decode(message);
        if (gossip.isConnected(from)) {
            decoded.deliver(from, new Receiver(nowNs));
            settle(nowNs);
        }
    }

    /**
     * A peer that could not be written to can be.
     *
     * @param peer the peer
     * @param nowNs now
     */
    public void onWritable(NodeId peer, long nowNs) {
        gossip.onWritable(peer);
        settle(nowNs);
    }

    /**
     * Tells a peer how much this node needs the session with it, see the package {@code pairing}.
     *
     * @param peer a peer with a session
     * @param need how much
     * @param nowNs now
     */
    public void need(NodeId peer, SessionNeed need, long nowNs) {
        gossip.need(peer, need);
        settle(nowNs);
    }

    /**
     * Asks the network who publishes or subscribes a topic.
     *
     * @param topic the topic
     * @param endpoints where those who answer can dial this node; may be empty, then only peers can answer
     * @param timeout how long answers are gathered
     * @param nowNs now
     * @param done given the entries of those who answered, when the time is over
     * @throws chaski.api.LimitException when too many discoveries are under way
     */
    public void discover(
            Topic topic, List<Endpoint> endpoints, Duration timeout, long nowNs, Consumer<List<DirectoryEntry>> done) {
        discovery.ask(
                topic,
                endpoints,
                timeout.toNanos(),
                nowNs,
                answers -> done.accept(answers.stream()
                        .map(entry -> entry.view(directory.state(entry.id())))
                        .toList()));
        settle(nowNs);
    }

    /**
     * Asks a peer for its own view.
     *
     * @param peer the peer
     * @param receiver told the view or why there is none
     * @param nowNs now
     */
    public void report(NodeId peer, ReportReceiver receiver, long nowNs) {
        news.addAll(reports.ask(peer, nowNs, receiver));
        settle(nowNs);
    }

    /**
     * Lets time pass.
     *
     * @param nowNs now
     */
    public void tick(long nowNs) {
        if (nowNs - nextTickNs >= 0) {
            nextTickNs = nowNs + TICK_NS;
            directory.tick(nowNs);
            gossip.tick(nowNs);
        }
        directory.tickSuspects(nowNs);
        news.addAll(discovery.tick(nowNs));
        news.addAll(reports.tick(nowNs));
        settle(nowNs);
    }

    /**
     * Tells when {@link #tick} is due.
     *
     * @param nowNs now
     * @return the time, at most a second from now; calling it earlier does no harm
     */
    public long deadlineNs(long nowNs) {
        return earlier(
                earlier(earlier(nextTickNs, directory.deadlineNs(nowNs)), gossip.deadlineNs(nowNs)),
                earlier(discovery.deadlineNs(nowNs), reports.deadlineNs(nowNs)));
    }

    /**
     * Returns the other nodes that are known.
     *
     * @return a snapshot, by id
     */
    public List<DirectoryEntry> directory() {
        return directory.view();
    }

    /**
     * Returns the other nodes that are taken for alive.
     *
     * @return their entries, by id
     */
    public List<NodeEntry> alive() {
        return directory.alive();
    }

    /**
     * Returns the entry of a node.
     *
     * @param id the node
     * @return its entry, unless it is unknown or has left
     */
    public Optional<NodeEntry> entry(NodeId id) {
        return Optional.ofNullable(directory.entry(id)).filter(entry -> !entry.left());
    }

    /**
     * Returns the peer that announced a node.
     *
     * @param id the node
     * @return a peer, if this node has no session with the node; otherwise the node itself
     */
    public NodeId announcer(NodeId id) {
        return directory.announcer(id);
    }

    /** Sends what is due, then tells what was learned, in this order, so that a listener finds nothing half done. */
    private void settle(long nowNs) {
        gossip.flush(nowNs);
        if (telling) {
            return;
        }
        telling = true;
        try {
            for (Runnable next = news.poll(); next != null; next = news.poll()) {
                next.run();
            }
        } finally {
            telling = false;
        }
    }

    private void count(String counter) {
        news.add(() -> listener.onCount(counter));
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    /** Passes on what the directory took over, to peers at once and to the listener at the end. */
    private final class ToGossip implements DirectoryListener {

        @Override
        public void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry after, @Nullable NodeId from) {
            if (after != null) {
                gossip.onChange(id, before, from);
            }
            Optional<NodeEntry> old = Optional.ofNullable(before).filter(entry -> !entry.left());
            Optional<NodeEntry> now = Optional.ofNullable(after).filter(entry -> !entry.left());
            if (!id.equals(identity.id()) && (old.isPresent() || now.isPresent())) {
                boolean left = after != null && after.left();
                news.add(() -> listener.onEntry(id, old, now, left));
            }
        }

        @Override
        public void onVouch(NodeId id, @Nullable NodeId from) {
            gossip.onVouch(id, from);
        }

        @Override
        public void onOpinion(NodeId id, @Nullable NodeId from) {
            gossip.onOpinion(id, from);
        }

        @Override
        public void onState() {
            if (!stateChanged) {
                stateChanged = true;
                news.add(() -> {
                    stateChanged = false;
                    listener.onStateChanged();
                });
            }
        }

        @Override
        public void onSuperseded(long incarnation) {
            news.add(() -> listener.onSuperseded(incarnation));
        }

        @Override
        public void onRefused(String counter) {
            count(counter);
        }
    }

    private final class Receiver implements MembershipMessage.Receiver {

        private final long nowNs;

        Receiver(long nowNs) {
            this.nowNs = nowNs;
        }

        @Override
        public void onSummary(NodeId from, MembershipMessage.Summary message) {
            gossip.onSummary(from, message, nowNs);
        }

        @Override
        public void onDigest(NodeId from, MembershipMessage.Digest message) {
            gossip.onDigest(from, message, nowNs);
        }

        @Override
        public void onVouches(NodeId from, MembershipMessage.Vouches message) {
            gossip.onRows(from, message.rows(), nowNs);
        }

        @Override
        public void onWanted(NodeId from, MembershipMessage.Wanted message) {
            gossip.onWanted(from, message);
        }

        @Override
        public void onEntries(NodeId from, MembershipMessage.Entries message) {
            gossip.onEntries(from, message, nowNs);
        }

        @Override
        public void onOpinions(NodeId from, MembershipMessage.Opinions message) {
            gossip.onOpinions(from, message, nowNs);
        }

        @Override
        public void onChanges(NodeId from, MembershipMessage.Changes message) {
            gossip.onChanges(from, message, nowNs);
        }

        @Override
        public void onEntryPart(NodeId from, MembershipMessage.EntryPart message) {
            gossip.onEntryPart(from, message, nowNs);
        }

        @Override
        public void onNeeds(NodeId from, MembershipMessage.Needs message) {
            news.add(() -> listener.onPeerNeeds(from, message.need()));
        }

        @Override
        public void onQuery(NodeId from, MembershipMessage.Query message) {
            AdvertisedEntry own = identity.observer() ? null : directory.told(identity.id(), nowNs);
            discovery.onQuery(from, message, own, nowNs);
        }

        @Override
        public void onAnswer(NodeId from, MembershipMessage.Answer message) {
            discovery.onAnswer(from, message);
        }

        @Override
        public void onReportRequest(NodeId from, MembershipMessage.ReportRequest message) {
            reports.onRequest(from, message);
        }

        @Override
        public void onReportPart(NodeId from, MembershipMessage.ReportPart message) {
            news.addAll(reports.onPart(from, message));
        }
    }
}
