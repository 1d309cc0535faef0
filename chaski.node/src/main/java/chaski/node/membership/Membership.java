package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import chaski.node.context.NotificationQueue;
import chaski.node.context.TimerSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * This node as a member of the network: its directory and its synchronization with those of peers, discovery beyond
 * them, and reports. The entry point of the package.
 *
 * <p>The engine reports sessions ({@link #sessionUp}, {@link #sessionEnded}), messages on the membership channel
 * ({@link #onMessage}), this node's own announcement ({@link #announce}) and the time ({@link #tick} at {@link
 * #deadlineNs}, which may have changed after every call). Messages are sent through {@link MembershipLinks}, and
 * changes are reported to a {@link MembershipListener}, at the end of the call that caused them.
 *
 * <p>Confined to the control loop. Times are nanoseconds of the monotonic clock.
 */
public final class Membership implements TimerSource {

    /** The interval of vouching and expiry; finer than any time that it decides. */
    private static final long TICK_NS = Directory.SECOND_NS;

    private final OwnRun identity;
    private final MembershipListener listener;
    private final Directory directory;
    private final Gossip gossip;
    private final Optional<DirectoryTrust> trust;
    private final Discovery discovery;
    private final Reports reports;
    private final MembershipReceiver receiver;
    private final NotificationQueue notifications = new NotificationQueue();
    private long nextTickNs;

    /**
     * Starts with an empty directory.
     *
     * @param identity this node
     * @param security signs and verifies entries in closed networks
     * @param limit the most nodes in the directory
     * @param random for jitter and query ids
     * @param plausibleRun false for an impossible incarnation; evaluated each time
     * @param suspicionNs how long a silent node is suspect before it is down; evaluated each time
     * @param links sends messages to peers
     * @param listener receives the changes
     * @param report creates this node's own view when a peer requests it
     * @param nowNs now
     */
    public Membership(
            OwnRun identity,
            MembershipSecurity security,
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
        DirectoryEvents events = new DirectoryEvents(identity.id(), notifications, listener);
        MembershipSecurity settling = settling(security);
        Vouching vouching = new Vouching(random, suspicionNs, events, nowNs);
        directory = new Directory(owner, limit, events, vouching, plausibleRun, settling);
        gossip = new Gossip(directory, random, links, this::count);
        events.start(gossip);
        trust = settling.closed().map(closed -> new DirectoryTrust(directory, gossip, events, closed, settling));
        discovery = new Discovery(identity.id(), gossip, links, random, this::count);
        reports = new Reports(gossip, report, this::count);
        receiver = new MembershipReceiver(
                identity,
                directory,
                gossip,
                trust.map(DirectoryTrust::revocations),
                discovery,
                reports,
                notifications,
                listener);
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
     * Returns whether a message is a part of an entry, useless without the others; any thread.
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
     * Announces this node to the network; does nothing if nothing has changed, or for an observer. Must be called once
     * before any session, and again after each change; changes within a few milliseconds are better announced together.
     *
     * @param announcement the complete announcement
     * @param nowNs now
     */
    public void announce(Announcement announcement, long nowNs) {
        if (!identity.observer()) {
            discovery.interests(new Interests(announcement.published(), announcement.subscribed()));
            directory.own().announce(announcement, nowNs);
            settle(nowNs);
        }
    }

    /**
     * Announces that this node leaves permanently. The announcement is sent immediately where there is room; sessions
     * need some time to transmit it before they end.
     *
     * @param nowNs now
     */
    public void leave(long nowNs) {
        directory.own().leave(nowNs);
        gossip.hurry(nowNs);
        settle(nowNs);
    }

    /**
     * Continues as a later incarnation: an earlier one with a higher number was met. The sessions of this one have
     * ended.
     *
     * @param incarnation higher than before
     * @param nowNs now
     */
    public void reincarnate(long incarnation, long nowNs) {
        directory.own().reincarnate(incarnation, nowNs);
        settle(nowNs);
    }

    /**
     * This node has other credentials. Its entry is signed again if its certificates are others, and all entries are verified again.
     *
     * @param nowNs now
     */
    public void credentialsChanged(long nowNs) {
        trust.ifPresent(closed -> closed.credentialsChanged(nowNs));
        settle(nowNs);
    }

    /**
     * A session with a peer began: a new one, not one that was resumed.
     *
     * @param peer the peer
     * @param incarnation its run
     * @param traits the properties of the peer
     * @param nowNs now
     */
    public void sessionUp(NodeId peer, long incarnation, PeerTraits traits, long nowNs) {
        gossip.sessionUp(peer, traits, nowNs);
        directory.sessionUp(peer, incarnation, nowNs);
        discovery.sessionUp(peer);
        trust.ifPresent(closed -> closed.revocations().sessionUp(peer, nowNs));
        settle(nowNs);
    }

    /**
     * A peer may see the directory from now on, and could not before.
     *
     * @param peer a peer with a session
     * @param nowNs now
     */
    public void seesNow(NodeId peer, long nowNs) {
        gossip.seesNow(peer, nowNs);
        settle(nowNs);
    }

    /**
     * A session ended. A parked session has not ended.
     *
     * @param peer the peer
     * @param peerLost whether the peer's incarnation is over, or its outage was too long to know: then the peer is
     *     suspect
     * @param nowNs now
     */
    public void sessionEnded(NodeId peer, boolean peerLost, long nowNs) {
        gossip.sessionEnded(peer);
        directory.sessionEnded(peer, peerLost, nowNs);
        discovery.sessionEnded(peer);
        trust.ifPresent(closed -> closed.revocations().sessionEnded(peer));
        notifications.addAll(reports.sessionEnded(peer));
        settle(nowNs);
    }

    /**
     * The opinion on a peer changed, or its session lost its last link or got one. The opinion is shown to users and
     * other nodes; this node vouches only for a peer that is alive and has a link.
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
            receiver.receive(from, decoded, nowNs);
            settle(nowNs);
        }
    }

    /**
     * A peer is writable again.
     *
     * @param peer the peer
     * @param nowNs now
     */
    public void onWritable(NodeId peer, long nowNs) {
        gossip.onWritable(peer);
        settle(nowNs);
    }

    /**
     * Sends a peer how much this node needs the session with it, see the package {@code pairing}.
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
     * Asks the network which nodes publish or subscribe a topic.
     *
     * @param topic the topic
     * @param endpoints where answering nodes can dial this one; if empty, only peers can answer
     * @param timeout how long answers are collected
     * @param nowNs now
     * @param done receives the entries of the answering nodes, when the time is over
     * @throws chaski.api.LimitException if too many discoveries are in progress
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
     * @param receiver receives the view or the reason why there is none
     * @param nowNs now
     */
    public void report(NodeId peer, ReportReceiver receiver, long nowNs) {
        notifications.addAll(reports.ask(peer, nowNs, receiver));
        settle(nowNs);
    }

    /**
     * Performs everything that is due.
     *
     * @param nowNs now
     */
    @Override
    public void tick(long nowNs) {
        if (nowNs - nextTickNs >= 0) {
            nextTickNs = nowNs + TICK_NS;
            directory.tick(nowNs);
            gossip.tick(nowNs);
            trust.ifPresent(closed -> closed.tick(nowNs));
        }
        directory.tickSuspects(nowNs);
        notifications.addAll(discovery.tick(nowNs));
        notifications.addAll(reports.tick(nowNs));
        settle(nowNs);
    }

    /**
     * Returns when {@link #tick} is due.
     *
     * @param nowNs now
     * @return the time, at most a second from now; calling it earlier does no harm
     */
    @Override
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
     * Returns the other nodes that are considered alive.
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

    /** What was done in the background is followed by what it causes. */
    private MembershipSecurity settling(MembershipSecurity security) {
        BackgroundWork work = (name, task, then) -> security.background().run(name, task, () -> {
            then.run();
            settle(security.nanoTime().getAsLong());
        });
        return new MembershipSecurity(security.closed(), work, security.nanoTime());
    }

    /** Sends what is due, then notifies the listener, in this order, so that a listener finds nothing half done. */
    private void settle(long nowNs) {
        gossip.flush(nowNs);
        notifications.deliver();
    }

    private void count(String counter) {
        notifications.add(() -> listener.onCount(counter));
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}
