package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.node.datagram.DatagramQueue;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.receive.Reassembly;
import chaski.node.receive.RecordReceiver;
import chaski.node.wire.DatagramFrame;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the records of one session to the channels they belong to. Records for a channel that is not open are counted
 * as unsubscribed. The routes they open are remembered, for a channel that opens later.
 *
 * <p>A channel whose code fails is isolated here: its inbound side is closed, and it receives nothing more from this
 * peer. The session and the other channels continue. Only what a channel reports as an error of the peer, by a
 * {@link ProtocolException}, ends the session.
 *
 * <p>Guarded by the lock of the session's {@link RecordReceiver}, which callers of {@link #opened} and {@link #closed}
 * hold as well.
 */
final class ChannelDispatcher implements RecordReceiver.Records {

    private final PeerSession session;
    private final DeclarationExchange exchange;
    private final SessionAccess access;
    private final Declarations declarations;
    private final Reassembly reassembly;
    private final int routeLimit;
    private final @Nullable DefaultChannel[] channels = new @Nullable DefaultChannel[256];
    private final @Nullable Inbound[] inbounds = new @Nullable Inbound[256];
    private final Map<Long, OpenRoute> routes = new LinkedHashMap<>();

    /** This node's declarations that the peer refuses. */
    private final Set<Long> refused = new TreeSet<>();

    private long applied;
    private boolean busy;
    private volatile boolean spoken;
    private volatile boolean carried;

    ChannelDispatcher(
            PeerSession session,
            DeclarationExchange exchange,
            SessionAccess access,
            Declarations declarations,
            Reassembly reassembly,
            int routeLimit) {
        this.session = session;
        this.exchange = exchange;
        this.access = access;
        this.declarations = declarations;
        this.reassembly = reassembly;
        this.routeLimit = routeLimit;
    }

    /** True if a record of a channel has arrived. May be called on any thread. */
    boolean hasSpoken() {
        return spoken;
    }

    /** True if a record for a protocol above membership has arrived. May be called on any thread. */
    boolean hasCarriedMessages() {
        return carried;
    }

    private record OpenRoute(int channel, byte[] preamble) {}

    @Override
    public void onRecord(ByteBuffer buffer, int start) {
        int channel = RecordHeader.channel(buffer, start);
        int flags = RecordHeader.flags(buffer, start);
        if (channel == RecordHeader.SESSION_CHANNEL) {
            onSessionRecord(flags, buffer);
            return;
        }
        long route = RecordHeader.route(buffer, start);
        Inbound inbound = inbounds[channel];
        busy = true;
        if (!spoken) {
            spoken = true;
        }
        if (channel > RecordHeader.LAST_ENGINE_CHANNEL && !carried) {
            carried = true;
        }
        if (flags == (RecordHeader.FIRST | RecordHeader.LAST)) {
            deliver(inbound, channel, route, RecordHeader.sequence(buffer, start), buffer);
        } else if (flags == RecordHeader.OPEN) {
            open(inbound, channel, route, buffer);
        } else if (flags == RecordHeader.CLOSE) {
            close(inbound, channel, route);
        } else {
            assemble(inbound, channel, flags, route, RecordHeader.sequence(buffer, start), buffer);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // any failure is the channel's
    private void deliver(@Nullable Inbound inbound, int channel, long route, long sequence, ByteBuffer message) {
        if (inbound == null) {
            session.unsubscribed(1, UnsubscribedReason.CLOSED);
            return;
        }
        try {
            inbound.onMessage(route, sequence, message);
        } catch (ProtocolException e) {
            throw e;
        } catch (Throwable e) {
            isolate(channel, "a message", e);
            session.unsubscribed(1, UnsubscribedReason.CLOSED);
        }
    }

    /** Passes a message that arrived outside the send log to its channel. */
    void onDatagram(ByteBuffer body, DatagramQueue datagrams) {
        int record = DatagramFrame.record(body);
        long route = RecordHeader.route(body, record);
        long sequence = RecordHeader.sequence(body, record);
        OpenRoute known = routes.get(route);
        int channel = RecordHeader.channel(body, record);
        Inbound inbound = inbounds[channel];
        if (known == null || known.channel() != channel || inbound == null) {
            datagrams.unknown();
            return;
        }
        DatagramFrame.toMessage(body);
        int overflowed = takeDatagram(inbound, channel, route, sequence, body);
        if (overflowed > 0) {
            datagrams.overflowed(overflowed);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // any failure is the channel's
    private int takeDatagram(Inbound inbound, int channel, long route, long sequence, ByteBuffer message) {
        try {
            return inbound.onDatagram(route, sequence, message);
        } catch (ProtocolException e) {
            throw e;
        } catch (Throwable e) {
            isolate(channel, "a datagram", e);
            return 0;
        }
    }

    private void assemble(
            @Nullable Inbound inbound, int channel, int flags, long route, long sequence, ByteBuffer body) {
        if (flags == RecordHeader.FIRST) {
            int total = RecordHeader.total(body, body.remaining());
            body.position(body.position() + RecordHeader.TOTAL_BYTES);
            reassembly.first(route, sequence, total, body);
            call(inbound, channel, "a large message", i -> i.onMessageBegun(route, sequence));
        } else {
            ByteBuffer message = reassembly.next(route, sequence, flags == RecordHeader.LAST, body);
            if (message != null) {
                deliver(inbound, channel, route, sequence, message);
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // any failure is the channel's
    private void call(@Nullable Inbound inbound, int channel, String what, Consumer<Inbound> how) {
        if (inbound == null) {
            return;
        }
        try {
            how.accept(inbound);
        } catch (ProtocolException e) {
            throw e;
        } catch (Throwable e) {
            isolate(channel, what, e);
        }
    }

    /**
     * Closes the inbound side of a channel whose code has failed: it receives nothing more from this peer until it is
     * opened again.
     */
    private void isolate(int number, String what, Throwable error) {
        DefaultChannel channel = channels[number];
        if (channel != null) {
            channel.calls().failed(what + " of " + session.peerName(), error);
            leaveInbound(number, channel);
        }
    }

    private void open(@Nullable Inbound inbound, int channel, long route, ByteBuffer preamble) {
        if (routes.size() >= routeLimit) {
            throw new ProtocolException("expected at most " + routeLimit + " publishers of one node, got one more");
        }
        byte[] copy = new byte[preamble.remaining()];
        preamble.get(preamble.position(), copy);
        if (routes.putIfAbsent(route, new OpenRoute(channel, copy)) != null) {
            throw new ProtocolException("expected a new route, got route " + route + " again");
        }
        call(inbound, channel, "a route", i -> i.onRoute(route, preamble));
    }

    private void close(@Nullable Inbound inbound, int channel, long route) {
        if (routes.remove(route) != null) {
            access.routeClosed(route);
            call(inbound, channel, "the end of a route", i -> i.onRouteClosed(route));
        }
    }

    private void onSessionRecord(int kind, ByteBuffer body) {
        if (kind == SessionRecord.APPLIED) {
            applied = SessionRecord.version(body);
            long version = applied;
            for (int number = 0; number < inbounds.length; number++) {
                call(inbounds[number], number, "applied declarations", i -> i.onApplied(version));
            }
            exchange.applied(applied);
        } else if (kind == SessionRecord.YIELD) {
            declarations.yielded(
                    exchange,
                    SessionRecord.declaration(body),
                    SessionRecord.generation(body),
                    SessionRecord.amount(body));
        } else if (kind == SessionRecord.CUT) {
            onCut(SessionRecord.cutDeclaration(body));
        } else if (kind == SessionRecord.ACCESS) {
            onAccess(SessionRecord.access(body));
        }
    }

    /** Handles an ACCESS: the peer refuses a route or a declaration of this node, or accepts it again. */
    private void onAccess(SessionRecord.Access of) {
        if (of.isOfRoute()) {
            exchange.routeRefused(of.number(), !of.isAllowed())
                    .filter(topic -> !of.isAllowed())
                    .ifPresent(topic -> access.publisherRefused(topic, of.rule()));
            return;
        }
        refused.removeIf(id -> declarations.find(id) == null);
        LocalDeclaration declaration = declarations.find(of.number());
        if (declaration == null || (of.isAllowed() ? !refused.remove(of.number()) : !refused.add(of.number()))) {
            return;
        }
        int channel = declaration.channel();
        call(inbounds[channel], channel, "a refusal", i -> i.onRefused(of.number(), !of.isAllowed()));
        if (!of.isAllowed()) {
            access.subscriptionRefused(declaration.declaration().pattern(), of.rule());
        }
    }

    /** Notifies the channels that decisions on the peer may have changed. */
    void accessChanged() {
        for (int number = 0; number < inbounds.length; number++) {
            call(inbounds[number], number, "changed grants", Inbound::onAccessChanged);
        }
    }

    /** Handles a CUT: the peer sends nothing more for a declaration, which may have been withdrawn in the meantime. */
    private void onCut(long declaration) {
        LocalDeclaration cut = declarations.find(declaration);
        DefaultChannel channel = cut == null ? null : channels[cut.channel()];
        if (cut != null && channel != null) {
            channel.wasCut(cut, session.peer(), session.peerName());
        }
    }

    @Override
    public void onIdle() {
        if (busy) {
            busy = false;
            for (int number = 0; number < inbounds.length; number++) {
                if (inbounds[number] != null) {
                    call(inbounds[number], number, "what was available", Inbound::onIdle);
                }
            }
        }
    }

    /**
     * Opens a channel in this session, because the channel has opened, or because the session begins while it is open.
     * The channel receives the state so far. When both happen at the same time, this is called twice. A channel may
     * also be opened here before the previous one with its number is known to have closed.
     */
    @SuppressWarnings("CatchingUnchecked") // any failure is the channel's
    void opened(DefaultChannel channel) {
        int number = channel.number();
        if (channels[number] == channel || channel.isClosed()) {
            return;
        }
        leave(number);
        channels[number] = channel;
        try {
            Inbound inbound = channel.handler().open(session);
            inbounds[number] = inbound;
            inbound.onApplied(applied);
            refused.forEach(declaration -> inbound.onRefused(declaration, true));
            routes.forEach((route, opened) -> {
                if (opened.channel() == number) {
                    inbound.onRoute(route, ByteBuffer.wrap(opened.preamble()));
                }
            });
        } catch (Throwable e) {
            isolate(number, "a session", e);
        }
    }

    /** True if the channel is open here and not isolated. */
    boolean isOpen(DefaultChannel channel) {
        return channels[channel.number()] == channel && inbounds[channel.number()] != null;
    }

    void closed(DefaultChannel channel) {
        if (channels[channel.number()] == channel) {
            leave(channel.number());
        }
    }

    private void leave(int number) {
        DefaultChannel channel = channels[number];
        channels[number] = null;
        if (channel != null) {
            leaveInbound(number, channel);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // any failure is the channel's
    private void leaveInbound(int number, DefaultChannel channel) {
        Inbound inbound = inbounds[number];
        inbounds[number] = null;
        if (inbound != null) {
            try {
                inbound.onClosed();
            } catch (Throwable e) {
                channel.calls().failed("the end of " + session.peerName(), e);
            }
        }
    }

    void ended() {
        for (int number = 0; number < inbounds.length; number++) {
            leave(number);
        }
        routes.clear();
        reassembly.clear();
    }
}
