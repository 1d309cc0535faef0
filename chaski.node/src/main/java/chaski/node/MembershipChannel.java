package chaski.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.api.security.Permission;
import chaski.node.context.CoalescedTask;
import chaski.node.context.Counters;
import chaski.node.dial.Dialler;
import chaski.node.membership.Membership;
import chaski.node.membership.MembershipLinks;
import chaski.node.session.Session;
import chaski.node.session.SessionLifecycle;
import chaski.node.session.SessionTable;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Carries the messages of membership in the sessions, on a channel of their own. Incoming messages are passed from the I/O threads
 * to the control loop. An outgoing message that does not fit a log now waits until it does, one message for each peer.
 *
 * <p>Confined to the control loop, except for the receiving of messages.
 */
final class MembershipChannel implements MembershipLinks, ChannelHandler {

    /** The number of the channel. */
    static final int NUMBER = RecordHeader.LAST_ENGINE_CHANNEL;

    static final String OVERLOAD = "membership.dropped.overload";

    /**
     * Beyond this many unread bytes of one peer, messages that the comparison of directories repairs are dropped; a small message
     * counts as {@link Route#MIN_COST}.
     */
    private static final long MAX_UNREAD_BYTES = 4L << 20;

    /** The additional room for other messages. A peer that exceeds it too breaks the protocol, and its session ends. */
    private static final long MAX_UNREPAIRABLE_BYTES = 1L << 20;

    private static final int MESSAGES_PER_TASK = 16;

    private final Environment environment;
    private final Counters counters;
    private final SessionTable sessions;
    private final SessionLifecycle lifecycle;
    private final Dialler dialler;
    private final Membership membership;
    private final Consumer<Session> overloaded;
    private final Map<NodeId, ArrayDeque<ByteBuffer>> waiting = new HashMap<>();

    /** The peers that the grants do not allow to see the directory. */
    private final Set<NodeId> blind = new HashSet<>();

    MembershipChannel(
            Environment environment,
            Counters counters,
            SessionTable sessions,
            SessionLifecycle lifecycle,
            Dialler dialler,
            MembershipFactory membership,
            Consumer<Session> overloaded) {
        this.environment = environment;
        this.counters = counters;
        this.sessions = sessions;
        this.lifecycle = lifecycle;
        this.dialler = dialler;
        this.membership = membership.create(this);
        this.overloaded = overloaded;
    }

    /** Creates the membership that sends through this channel. */
    @FunctionalInterface
    interface MembershipFactory {
        Membership create(MembershipLinks links);
    }

    Membership membership() {
        return membership;
    }

    /** Decides whether a peer sees the directory; called before {@link Membership#sessionUp}, when its identity is proved. */
    void sessionBegins(Session session) {
        if (session.decide(Permission.SEE, "", "").isAllowed()) {
            blind.remove(session.peer());
        } else {
            blind.add(session.peer());
        }
    }

    @Override
    public boolean sees(NodeId peer) {
        return !blind.contains(peer);
    }

    private void accessChanged(Session session) {
        if (sessions.find(session.peer()).filter(session::equals).isPresent()) {
            boolean before = sees(session.peer());
            sessionBegins(session);
            if (!before && sees(session.peer())) {
                membership.seesNow(session.peer(), environment.nanoTime());
            }
        }
    }

    @Override
    public boolean isWritable(NodeId peer) {
        return !waiting.containsKey(peer);
    }

    @Override
    public void send(NodeId peer, ByteBuffer message) {
        sessions.find(peer).ifPresent(session -> {
            if (!offer(session, message)) {
                waiting.computeIfAbsent(peer, p -> new ArrayDeque<>()).addLast(message);
            }
        });
    }

    private boolean offer(Session session, ByteBuffer message) {
        return session.offer(NUMBER, message, () -> environment.execute(() -> flush(session)));
    }

    private void flush(Session session) {
        ArrayDeque<ByteBuffer> messages = waiting.get(session.peer());
        if (messages == null) {
            return;
        }
        while (!messages.isEmpty() && offer(session, messages.peekFirst())) {
            messages.removeFirst();
        }
        if (messages.isEmpty()) {
            waiting.remove(session.peer());
            membership.onWritable(session.peer(), environment.nanoTime());
        }
    }

    void sessionEnded(NodeId peer) {
        waiting.remove(peer);
        blind.remove(peer);
    }

    @Override
    public void reach(NodeId node, List<Endpoint> endpoints, NodeId from) {
        if (sessions.find(node).isEmpty()) {
            dialler.contact(node, endpoints, from);
        }
    }

    // ---- receiving, on I/O threads

    @Override
    public Inbound open(PeerSession session) {
        return new FromPeer((Session) session);
    }

    private final class FromPeer implements Inbound {

        private final Session session;
        private final Queue<ByteBuffer> unread = new ConcurrentLinkedQueue<>();
        private final AtomicLong unreadCost = new AtomicLong();
        private final CoalescedTask read;
        private final CoalescedTask overload;

        /** True if a part of an entry was dropped, which makes its other parts useless. */
        private boolean torn;

        FromPeer(Session session) {
            this.session = session;
            this.read = new CoalescedTask(environment, this::readSome);
            this.overload = new CoalescedTask(environment, () -> overloaded.accept(session));
        }

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {
            int bytes = message.remaining();
            long cost = unreadCost.addAndGet(Route.cost(bytes));
            if (isUseless(message) || (cost > MAX_UNREAD_BYTES && Membership.isRepairable(message))) {
                torn = torn || Membership.isPart(message);
                unreadCost.addAndGet(-Route.cost(bytes));
                counters.add(OVERLOAD);
                overload.request();
                return;
            }
            if (cost > MAX_UNREAD_BYTES + MAX_UNREPAIRABLE_BYTES) {
                throw new ProtocolException(
                        "expected membership messages at a rate that can be worked off, got more than "
                                + MAX_UNREAD_BYTES + " bytes at once");
            }
            unread.add(ByteBuffer.allocate(bytes).put(message).flip());
            read.request();
        }

        /** True for the rest of an entry of which a part was dropped, up to the first part of the next entry. */
        private boolean isUseless(ByteBuffer message) {
            if (torn && Membership.isPart(message)) {
                torn = !Membership.isFirstPart(message);
                return torn;
            }
            return false;
        }

        /** Reads one batch, so that a peer that sends much does not monopolize the control loop. */
        private void readSome() {
            for (int i = 0; i < MESSAGES_PER_TASK; i++) {
                ByteBuffer message = unread.poll();
                if (message == null) {
                    return;
                }
                unreadCost.addAndGet(-Route.cost(message.remaining()));
                deliver(message);
            }
            if (!unread.isEmpty()) {
                read.request();
            }
        }

        private void deliver(ByteBuffer message) {
            try {
                membership.onMessage(session.peer(), message, environment.nanoTime());
            } catch (ProtocolException e) {
                lifecycle.broken(session, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void onRoute(long route, ByteBuffer preamble) {
            throw new ProtocolException("expected no routes on the membership channel, got route " + route);
        }

        @Override
        public void onMessageBegun(long route, long sequence) {
            throw new ProtocolException("expected membership messages of one record, got a longer one");
        }

        @Override
        public void onRouteClosed(long route) {
            throw new ProtocolException("expected no routes on the membership channel, got the end of route " + route);
        }

        @Override
        public void onApplied(long version) {
            // Membership declares nothing.
        }

        /** Called with a lock of the session. */
        @Override
        public void onAccessChanged() {
            environment.execute(() -> accessChanged(session));
        }

        @Override
        public void onIdle() {
            // Every message was handed over as it arrived.
        }

        @Override
        public void onClosed() {
            // The end of a session is reported on the control loop.
        }
    }
}
