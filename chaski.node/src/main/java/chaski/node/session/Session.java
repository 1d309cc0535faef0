package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.node.Peer;
import chaski.api.node.PeerState;
import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.PeerSession;
import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import chaski.node.declaration.DeclarationPeer;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.InboundCredit;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.frame.SessionLink;
import chaski.node.log.LogReader;
import chaski.node.log.SegmentPool;
import chaski.node.receive.Reassembly;
import chaski.node.receive.ReassemblyMemory;
import chaski.node.receive.RecordReceiver;
import chaski.node.routing.Router;
import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.send.SendChannelOwner;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.Goodbye;
import chaski.node.wire.Hello;
import chaski.node.wire.SessionId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A conversation between two incarnations that outlives its links.
 *
 * <p>It joins its parts: {@link SendChannel} (the sending direction), {@link RecordReceiver} and
 * {@link ChannelDispatcher} (the receiving direction), {@link ControlState} (state sent outside the send log), and the
 * {@link LinkAttachment} of the link in use. {@link AttachProtocol} decides on the control loop which link that is.
 * Each part is responsible for its own thread safety.
 */
public final class Session implements PeerSession, DeclarationPeer, SendChannelOwner, ReassemblyMemory.Holder {

    /** Long enough for a callback to run and to offer its message. */
    private static final long SHOWN_NS = 5_000_000L;

    /** Longer than a request and its answer take, and short compared with the interval of membership summaries. */
    private static final long REST_NS = 100_000_000L;

    private final Shared shared;
    private final SessionId id;
    private final Hello peer;
    private final SendChannel sendChannel;
    private final RecordReceiver recordReceiver;
    private final ChannelDispatcher dispatcher;
    private final ControlState control;
    private final PingTracker pings;
    private final DatagramPath datagramPath;
    private final SessionChannels channels;
    private final AtomicLong unsubscribed = new AtomicLong();
    private final CoalescedTask declared;
    private final CoalescedTask unsubscribedChanged;
    private final CoalescedTask creditOverdue;
    private final AtomicReference<@Nullable Goodbye> farewell = new AtomicReference<>();
    private volatile @Nullable InboundCredit keptFlow;
    private volatile long unsubscribedAtPeer;
    private volatile long declarationsApplied;
    private volatile @Nullable LinkAttachment attachment;
    private volatile Life life = Life.PROPOSED;
    private volatile PeerState state = PeerState.ALIVE;
    private volatile boolean inDoubt;
    private final Peer view = new SessionPeer(this);

    // Confined to the control loop:
    final AttachState attach = new AttachState();
    final OutageState outage = new OutageState();
    final KeptCredit keptCredit = new KeptCredit(this);
    private long unsubscribedReported;

    /** What all sessions of a node share. */
    record Shared(
            NodeContext context,
            SegmentPool memory,
            ReassemblyMemory reassembly,
            Declarations declarations,
            Router router,
            SessionOwner owner) {}

    Session(Shared shared, SessionId id, Hello peer) {
        this.shared = shared;
        this.id = id;
        this.peer = peer;
        this.sendChannel = new SendChannel(
                this,
                shared.memory(),
                shared.context().config().session().sendLogBytes(),
                shared.context().environment());
        this.sendChannel.limits(peer.maxMessageBytes(), peer.assemblyBytes());
        this.dispatcher = new ChannelDispatcher(
                this,
                shared.declarations(),
                new Reassembly(
                        shared.context().maxMessageBytes(),
                        shared.context().assemblyBytes(),
                        shared.context().routeLimit(),
                        shared.reassembly().open(this)),
                shared.context().routeLimit());
        this.recordReceiver = new RecordReceiver(dispatcher);
        this.control = new ControlState(this, shared.declarations());
        this.pings = new PingTracker(shared.context().environment(), control, this::wake);
        this.datagramPath = new DatagramPath(this, shared.context().counters());
        this.channels = new SessionChannels(this, recordReceiver, dispatcher);
        this.declared = new CoalescedTask(
                shared.context().environment(), () -> shared.owner().declared(this));
        this.creditOverdue = new CoalescedTask(
                shared.context().environment(), () -> shared.owner().creditKept(this));
        this.unsubscribedChanged = new CoalescedTask(shared.context().environment(), this::reportUnsubscribed);
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

    // ---- identity

    SessionId id() {
        return id;
    }

    @Override
    public NodeId peer() {
        return peer.node();
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

    /** {@return true if the peer moved the session from another link to the one in use; control loop} */
    public boolean movedByPeer() {
        return attach.movedByPeer;
    }

    /**
     * {@return true if it ended because the peer's run has ended, or after an outage so long that this cannot be
     * determined; control loop}
     */
    public boolean peerLost() {
        return outage.peerLost;
    }

    /**
     * {@return the scheme of the link on which the last attach was not answered; empty if one was answered since;
     * control loop}
     */
    public String unansweredScheme() {
        return attach.unansweredScheme;
    }

    /** {@return the host at the other end of the last link, empty before the first; control loop} */
    public String lastHost() {
        return attach.lastHost;
    }

    /** {@return the scheme of the last link, empty before the first; control loop} */
    public String lastScheme() {
        return attach.lastScheme;
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
        return dispatcher.hasCarriedMessages() || sendChannel.hasCarriedMessages();
    }

    /** True if the peer has sent a message; every node sends one of membership at once. */
    boolean hasSpoken() {
        return dispatcher.hasSpoken();
    }

    /** True if the peer has subscriptions. */
    boolean hasDeclared() {
        return sendChannel.credits().declarationCount() > 0;
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
        return recordReceiver;
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

    /** {@return the way that datagrams take} */
    DatagramPath datagramPath() {
        return datagramPath;
    }

    @Override
    public boolean isAlive() {
        return state == PeerState.ALIVE;
    }

    @Override
    public boolean takesCuts() {
        return hasCapability(Hello.CUTS);
    }

    /** {@return true if the peer supports opinions on other nodes} */
    public boolean takesOpinions() {
        return hasCapability(Hello.OPINIONS);
    }

    /** {@return true if the peer supports changes of entries, and long entries in parts} */
    public boolean takesEntryChanges() {
        return hasCapability(Hello.ENTRY_CHANGES);
    }

    boolean hasCapability(int capability) {
        return peer.hasCapability(capability);
    }

    // ---- operations of protocols

    @Override
    public Credit credit(DeclarationHandle declared) {
        return ((LocalDeclaration) declared).flow(this);
    }

    @Override
    public void unsubscribed(int messages) {
        unsubscribed.addAndGet(messages);
        shared.context().counters().add("messages.unsubscribed", messages);
    }

    long unsubscribedCount() {
        return unsubscribed.get();
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
        return sendChannel.offerDirect(channel, message, whenRoom);
    }

    /** Ends the session at the user's request and bars the peer for some time. */
    void disconnect() {
        shared.owner().disconnect(this);
    }

    // ---- the memory of unfinished messages

    @Override
    public boolean isParked() {
        return life == Life.PARKED;
    }

    @Override
    public void tooMuchUnfinished(long bytes, long limit) {
        shared.owner().tooMuchUnfinished(this, bytes, limit);
    }

    // ---- marks

    @Override
    public void declarationsChanged() {
        control.declarations();
        wake();
    }

    @Override
    public void creditChanged(InboundCredit flow) {
        control.credit(flow);
        wake();
    }

    @Override
    public void creditKept(InboundCredit flow) {
        keptFlow = flow;
        creditOverdue.request();
    }

    /** Returns the flow whose credit was last reported as kept. */
    @Nullable
    InboundCredit keptFlow() {
        return keptFlow;
    }

    @Override
    public void blockedChanged(CreditFlow flow) {
        control.blocked(flow);
        wake();
    }

    @Override
    public void afterRest(Runnable task) {
        environment().schedule(REST_NS, task);
    }

    @Override
    public void later(Runnable task) {
        environment().schedule(SHOWN_NS, task);
    }

    @Override
    public void datagram(ByteBuffer body) {
        datagramPath.offer(body);
    }

    @Override
    public void wakeForDatagram() {
        datagramPath.wake();
    }

    @Override
    public void datagramDropped() {
        datagramPath.queue().dropped();
    }

    @Override
    public void wake() {
        LinkAttachment now = attachment;
        if (now != null) {
            now.link.wake();
        }
    }

    // ---- reports of the peer, on the I/O thread

    void checkDeclarations(int pendingChanges) {
        int limit = shared.context().config().limits().topicsPerPeer();
        if (pendingChanges > 2 * limit || sendChannel.credits().declarationCount() > limit) {
            throw new ProtocolException("expected at most " + limit
                    + " subscriptions of one node (limits.topicsPerPeer), got more: close some");
        }
    }

    void apply(List<DeclarationChange> changes, long version) {
        shared.router().apply(sendChannel, changes, version);
        checkDeclarations(0);
        declared.request();
    }

    void declarationsApplied(long version) {
        declarationsApplied = version;
        shared.declarations().applied(this, version);
    }

    /** Returns the number of messages for which the peer had no subscription any more. */
    long unsubscribedAtPeer() {
        return unsubscribedAtPeer;
    }

    void unsubscribedAtPeer(long count) {
        if (count > unsubscribedAtPeer) {
            unsubscribedAtPeer = count;
            unsubscribedChanged.request();
        }
    }

    private void reportUnsubscribed() {
        long now = unsubscribedAtPeer;
        long more = now - unsubscribedReported;
        unsubscribedReported = now;
        shared.context().events().raise(at -> new NodeEvent.Unsubscribed(at, peer(), peerName(), more));
    }

    void pingLeaves(long number) {
        pings.leaves(number);
    }

    void pongArrived(long number) {
        pings.arrived(number);
    }

    void goodbyeArrived(Goodbye goodbye) {
        if (farewell.compareAndSet(null, goodbye)) { // the first one ends the session; later ones have no effect
            environment().execute(() -> shared.owner().goodbye(this, goodbye));
        }
    }

    // ---- lifecycle, on the control loop

    /** Permits a link to send. {@code peerReceived} is the peer's received position. */
    void begin(LinkAttachment next, long peerReceived) {
        LogReader reader = sendChannel.links().openReader(peerReceived);
        pings.abandon();
        control.repeat(
                next, shared.declarations().flows(this), sendChannel.credits().blockedFlows());
        next.begin(reader, declarationsApplied);
        attachment = next;
        life = Life.ATTACHED;
        next.link.wake();
        wakeForDatagram();
    }

    /** Stops using a link. Its memory is freed when the link releases it. */
    void drop(LinkAttachment old, String reason) {
        release(old, old.link.close(reason));
    }

    /** Sends GOODBYE on the link, then stops using it. */
    void farewell(LinkAttachment last, Goodbye goodbye) {
        control.goodbye(goodbye);
        release(last, last.link.closeAfterWrites(goodbye.text()));
    }

    private void release(LinkAttachment old, CompletionStage<Void> closed) {
        if (attachment == old) {
            attachment = null;
        }
        LogReader reader = old.reader();
        if (reader != null) {
            closed.thenRun(() -> sendChannel.links().closeReader(reader));
        }
    }

    void park() {
        life = Life.PARKED;
        sendChannel.links().parked();
        wakeForDatagram();
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
        datagramPath.queue().clear();
        pings.abandon();
        shared.declarations().closed(this);
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
