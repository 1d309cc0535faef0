package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.api.node.Inbound;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.wire.DatagramFrame;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the records of one session to the channels they belong to. Records for a channel that is not open are counted as
 * unsubscribed; the routes they open are remembered, for a channel that opens later.
 *
 * <p>Guarded by the session's {@link Arrivals}, whose lock {@link #opened} and {@link #closed} take as well.
 */
final class Deliveries implements Arrivals.Records {

    private final Session session;
    private final Declarations declarations;
    private final Reassembly reassembly;
    private final int routeLimit;
    private final @Nullable DefaultChannel[] channels = new @Nullable DefaultChannel[256];
    private final @Nullable Inbound[] inbounds = new @Nullable Inbound[256];
    private final Map<Long, OpenRoute> routes = new LinkedHashMap<>();
    private long applied;
    private boolean busy;

    Deliveries(Session session, Declarations declarations, Reassembly reassembly, int routeLimit) {
        this.session = session;
        this.declarations = declarations;
        this.reassembly = reassembly;
        this.routeLimit = routeLimit;
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
        if (flags == (RecordHeader.FIRST | RecordHeader.LAST)) {
            deliver(inbound, route, RecordHeader.sequence(buffer, start), buffer);
        } else if (flags == RecordHeader.OPEN) {
            open(inbound, channel, route, buffer);
        } else if (flags == RecordHeader.CLOSE) {
            close(inbound, route);
        } else {
            assemble(inbound, flags, route, RecordHeader.sequence(buffer, start), buffer);
        }
    }

    private void deliver(@Nullable Inbound inbound, long route, long sequence, ByteBuffer message) {
        if (inbound == null) {
            session.unsubscribed(1);
        } else {
            inbound.onMessage(route, sequence, message);
        }
    }

    /** Hands over a message that came beside the log. */
    void onDatagram(ByteBuffer body, Datagrams datagrams) {
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
        int overflowed = inbound.onDatagram(route, sequence, body);
        if (overflowed > 0) {
            datagrams.overflowed(overflowed);
        }
    }

    private void assemble(@Nullable Inbound inbound, int flags, long route, long sequence, ByteBuffer body) {
        if (flags == RecordHeader.FIRST) {
            int total = RecordHeader.total(body, body.remaining());
            body.position(body.position() + RecordHeader.TOTAL_BYTES);
            reassembly.first(route, sequence, total, body);
            if (inbound != null) {
                inbound.onMessageBegun(route, sequence);
            }
        } else {
            ByteBuffer message = reassembly.next(route, sequence, flags == RecordHeader.LAST, body);
            if (message != null) {
                deliver(inbound, route, sequence, message);
            }
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
        if (inbound != null) {
            inbound.onRoute(route, preamble);
        }
    }

    private void close(@Nullable Inbound inbound, long route) {
        if (routes.remove(route) != null && inbound != null) {
            inbound.onRouteClosed(route);
        }
    }

    private void onSessionRecord(int kind, ByteBuffer body) {
        if (kind == SessionRecord.APPLIED) {
            applied = SessionRecord.version(body);
            for (Inbound inbound : inbounds) {
                if (inbound != null) {
                    inbound.onApplied(applied);
                }
            }
            session.declarationsApplied(applied);
        } else if (kind == SessionRecord.YIELD) {
            declarations.yielded(
                    session,
                    SessionRecord.declaration(body),
                    SessionRecord.generation(body),
                    SessionRecord.amount(body));
        } else if (kind == SessionRecord.CUT) {
            onCut(SessionRecord.cutDeclaration(body));
        }
    }

    /** The peer sends nothing more for a declaration, which may have been withdrawn meanwhile. */
    private void onCut(long declaration) {
        LocalDeclaration cut = declarations.find(declaration);
        DefaultChannel channel = cut == null ? null : channels[cut.channel()];
        if (cut != null && channel != null) {
            channel.wasCut(cut, session.peer(), session.peerName());
        }
    }

    /** Everything that was available is here. */
    void idle() {
        if (busy) {
            busy = false;
            for (Inbound inbound : inbounds) {
                if (inbound != null) {
                    inbound.onIdle();
                }
            }
        }
    }

    /**
     * A channel has opened, or the session begins while it is open: it learns what went before. When both happen together, this is
     * called twice; and a channel may be here before the one that had its number is known to have closed.
     */
    void opened(DefaultChannel channel) {
        int number = channel.number();
        if (channels[number] == channel) {
            return;
        }
        leave(number);
        Inbound inbound = channel.handler().open(session);
        channels[number] = channel;
        inbounds[number] = inbound;
        inbound.onApplied(applied);
        routes.forEach((route, opened) -> {
            if (opened.channel() == number) {
                inbound.onRoute(route, ByteBuffer.wrap(opened.preamble()));
            }
        });
    }

    boolean isOpen(DefaultChannel channel) {
        return channels[channel.number()] == channel;
    }

    void closed(DefaultChannel channel) {
        if (channels[channel.number()] == channel) {
            leave(channel.number());
        }
    }

    private void leave(int number) {
        Inbound inbound = inbounds[number];
        channels[number] = null;
        inbounds[number] = null;
        if (inbound != null) {
            inbound.onClosed();
        }
    }

    void ended() {
        for (int number = 0; number < inbounds.length; number++) {
            leave(number);
        }
        routes.clear();
    }
}
