package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.node.Peer;
import chaski.api.node.PeerState;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.PeerSession;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import chaski.node.frame.SessionLink;
import chaski.node.identity.LinkProof;
import chaski.node.receive.ReassemblyMemory;
import chaski.node.receive.RecordReceiver;
import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.send.SendChannelOwner;
import chaski.node.wire.Goodbye;
import chaski.node.wire.Hello;
import chaski.node.wire.SessionId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A conversation between two incarnations that outlives its links.
 *
 * <p>It joins its parts: {@link SendChannel} (the sending direction), {@link RecordReceiver} and
 * {@link ChannelDispatcher} (the receiving direction), {@link DeclarationExchange} (declarations and credit),
 * {@link ControlState} (state sent outside the send log), and the {@link LinkAttachment} of the link in use.
 * {@link AttachProtocol} decides on the control loop which link that is. Each part is responsible for its own thread
 * safety.
 */
public final class Session implements PeerSession, SendChannelOwner, ReassemblyMemory.Holder {

    private final SessionResources shared;
    private final SessionOwner owner;
    private final SessionId id;
    private final Hello peer;
    private final SendChannel sendChannel;
    private final ControlState control;
    private final DeclarationExchange exchange;
    private final UnsubscribedMessages unsubscribed;
    private final PingTracker pings;
    private final DatagramPath datagrams;
    private final SessionAccess access;
    private final SessionChannels channels;
    private final AtomicReference<@Nullable Goodbye> farewell = new AtomicReference<>();
    private volatile @Nullable LinkAttachment attachment;
    private volatile Life life = Life.PROPOSED;
    private volatile PeerState state = PeerState.ALIVE;
    private volatile boolean inDoubt;
    private volatile LinkProof proof = LinkProof.NONE;
    private final Peer view = new SessionPeer(this);

    // Confined to the control loop:
    final AttachState attach = new AttachState();
    final OutageState outage = new OutageState();
    final KeptCredit keptCredit;

    Session(SessionResources shared, SessionOwner owner, SessionId id, Hello peer) {
        this.shared = shared;
        this.owner = owner;
        this.id = id;
        this.peer = peer;
        Environment environment = shared.context().environment();
        this.sendChannel = shared.sendChannel(this, peer);
        this.control = new ControlState(shared.declarations(), number -> pings().leaves(number));
        this.pings = new PingTracker(environment, control, this::wake);
        this.keptCredit = new KeptCredit(environment, pings);
        this.exchange = new DeclarationExchange(
                shared,
                id,
                sendChannel,
                control,
                shared.task(() -> owner.declared(this)),
                shared.task(() -> owner.creditKept(this)));
        this.unsubscribed = new UnsubscribedMessages(shared.context(), this);
        this.datagrams = new DatagramPath(this, shared.context().counters());
        this.access = new SessionAccess(shared.context().access(), this, sendChannel);
        this.channels = new SessionChannels(shared, this, exchange, access, shared.reassembly(this));
    }

    /** The state of a session in its life. */
    public enum Life {
        /** Proposed by one side, not yet confirmed. */
        PROPOSED,
        /** On a link. */
        ATTACHED,
        /** Without a link, to be resumed. */
        PARKED,
        /** Ended. */
        ENDED
    }

    SessionId id() {
        return id;
    }

    @Override
    public NodeId peer() {
        return peer.node();
    }

    @Override
    public Optional<Identity> identity() {
        return proof.peer();
    }

    @Override
    public long incarnation() {
        return peer.incarnation();
    }

    @Override
    public String peerName() {
        return peer.name();
    }

    @Override
    public boolean isInDoubt() {
        return inDoubt;
    }

    void inDoubt(boolean value) {
        inDoubt = value;
    }

    /** {@return true if the peer is an observer} */
    public boolean observer() {
        return peer.observer();
    }

    /** {@return the state in its life} */
    public Life life() {
        return life;
    }

    void life(Life next) {
        life = next;
    }

    /** {@return the opinion on the peer} */
    public PeerState state() {
        return state;
    }

    void state(PeerState opinion) {
        state = opinion;
    }

    /** {@return this session as users see it} */
    public Peer view() {
        return view;
    }

    /** {@return the link in use} */
    public Optional<SessionLink> link() {
        LinkAttachment now = attachment;
        return now == null ? Optional.empty() : Optional.of(now.link);
    }

    /** {@return what the ends of the link in use, or of the last one, have proved to each other} */
    public LinkProof proof() {
        return proof;
    }

    /** {@return true if the link in use was opened with credentials that this node has replaced} */
    public boolean hasOutdatedLink() {
        return attachment != null && !shared.context().security().isCurrent(proof);
    }

    /** Asks the peer to dial another link, if it supports that. */
    public void requestRenewal() {
        if (hasCapability(Hello.RENEWALS)) {
            control.renewal();
            wake();
        }
    }

    /** {@return how it came to its links; control loop} */
    public AttachState attach() {
        return attach;
    }

    /**
     * {@return true if it ended because the peer's run has ended, or after an outage so long that this cannot be
     * determined; control loop}
     */
    public boolean peerLost() {
        return outage.peerLost;
    }

    /** {@return the round trips} */
    public PingTracker pings() {
        return pings;
    }

    /** Returns how long an outage may last, in nanoseconds: the smaller value of both sides. */
    long resumeTimeoutNs() {
        return Math.min(
                shared.context().config().session().resumeTimeout().toNanos(), peer.resumeTimeoutMs() * 1_000_000L);
    }

    /** True if a message of a protocol above membership was sent or received. */
    boolean hasCarriedMessages() {
        return channels.dispatcher().hasCarriedMessages() || sendChannel.hasCarriedMessages();
    }

    /** {@return true if everything sent is acknowledged} */
    public boolean isSettled() {
        return sendChannel.unacknowledged() == 0;
    }

    // ---- parts

    Environment environment() {
        return shared.context().environment();
    }

    SendChannel sendChannel() {
        return sendChannel;
    }

    RecordReceiver recordReceiver() {
        return channels.receiver();
    }

    DeclarationExchange exchange() {
        return exchange;
    }

    ControlState control() {
        return control;
    }

    SessionChannels channels() {
        return channels;
    }

    @Nullable
    LinkAttachment attachment() {
        return attachment;
    }

    @Override
    public DatagramPath datagrams() {
        return datagrams;
    }

    @Override
    public boolean isAlive() {
        return state == PeerState.ALIVE;
    }

    @Override
    public boolean hasCapability(int capability) {
        return peer.hasCapability(capability);
    }

    @Override
    public Credit credit(DeclarationHandle declared) {
        return exchange.credit(declared);
    }

    @Override
    public Decision decide(Permission permission, String subject, String member) {
        return access.decide(permission, subject, member);
    }

    @Override
    public boolean admits(long route, Topic topic) {
        return access.admits(route, topic);
    }

    @Override
    public void unsubscribed(int messages, UnsubscribedReason reason) {
        unsubscribed.add(messages, reason);
    }

    UnsubscribedMessages unsubscribedMessages() {
        return unsubscribed;
    }

    /**
     * Sends a message of the engine itself to this peer only.
     *
     * @param channel its channel
     * @param message at most one record; copied
     * @param whenRoom called once, on any thread, after a refusal, when another attempt is worthwhile
     * @return true if there was room
     */
    public boolean offer(int channel, ByteBuffer message, Runnable whenRoom) {
        return sendChannel.records().offer(channel, message, whenRoom);
    }

    /** Ends the session at the user's request and bars the peer for some time. */
    void disconnect() {
        owner.disconnect(this);
    }

    @Override
    public boolean isParked() {
        return life == Life.PARKED;
    }

    @Override
    public void tooMuchUnfinished(long bytes, long limit) {
        owner.tooMuchUnfinished(this, bytes, limit);
    }

    @Override
    public void blockedChanged(CreditFlow flow) {
        control.blocked(flow);
        wake();
    }

    @Override
    public void wake() {
        LinkAttachment now = attachment;
        if (now != null) {
            now.link.wake();
        }
    }

    void renewalRequested(LinkAttachment by) {
        environment().execute(() -> owner.renewalRequested(this, by));
    }

    void goodbyeArrived(Goodbye goodbye) {
        if (farewell.compareAndSet(null, goodbye)) { // the first one ends the session; later ones have no effect
            environment().execute(() -> owner.goodbye(this, goodbye));
        }
    }

    // ---- lifecycle, on the control loop

    /** The first link, whose other end has proved its identity, is about to be used. */
    void proved(LinkProof by) {
        proof = proof.equals(LinkProof.NONE) ? by : proof;
    }

    /** Uses a link from now on. */
    void attached(LinkAttachment next) {
        proof = next.link.proof();
        attachment = next;
        life = Life.ATTACHED;
    }

    /** Stops using a link, if it is the one in use. */
    void detached(LinkAttachment old) {
        if (attachment == old) {
            attachment = null;
        }
    }

    void park() {
        life = Life.PARKED;
        sendChannel.links().parked();
        datagrams.wake();
        pings.abandon();
    }

    /**
     * Ends both directions and returns what was not acknowledged. {@code confirmed} is the position that the peer is
     * known to have received.
     */
    List<LostRange> end(long confirmed) {
        life = Life.ENDED;
        List<LostRange> lost = shared.router().end(sendChannel, confirmed);
        channels.end();
        datagrams.queue().clear();
        pings.abandon();
        exchange.closed();
        return lost;
    }

    /** Identical in every run of a simulation, so that sets of sessions iterate in the same order. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return "session with " + peerName() + " (" + peer().shortForm() + ")";
    }
}
