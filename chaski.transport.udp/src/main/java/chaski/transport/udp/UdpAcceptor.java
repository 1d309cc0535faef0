package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.LinkAcceptor;
import chaski.transport.udp.protocol.AddressTokens;
import chaski.transport.udp.protocol.ConnectionIds;
import chaski.transport.udp.protocol.Parameters;
import chaski.transport.udp.wire.AcceptDatagram;
import chaski.transport.udp.wire.AddressToken;
import chaski.transport.udp.wire.ChallengeDatagram;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.InitialDatagram;
import chaski.transport.udp.wire.MovedDatagram;
import chaski.transport.udp.wire.RefusedDatagram;
import chaski.transport.udp.wire.ResetDatagram;
import chaski.transport.udp.wire.RetryDatagram;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of one listener. A request without a token is answered with one, without keeping state; a
 * request with a valid token becomes a link, which is passed to the acceptor. It sends fewer bytes to an address that
 * is not validated than it received from there. Confined to the port's I/O thread.
 *
 * <p>It serves the port until the socket closes: after the listener has closed, it refuses requests while links still
 * use the port.
 */
final class UdpAcceptor implements UdpPort.Opening {

    private static final Logger LOG = System.getLogger(UdpAcceptor.class.getName());

    /** Connections of one port, including those that only answer for a while. The engine's own limits are far below. */
    private static final int MOST_CONNECTIONS = 10_000;

    /**
     * Answers to packets of unknown connections or from unknown addresses: enough for the peers that remain after a
     * restart of this side or of a router, and few enough during a flood.
     */
    private static final int ANSWERS_PER_SECOND = 100;

    private static final long SECOND_NS = 1_000_000_000;

    private final UdpPort port;
    private final AddressTokens tokens;
    private final long lingerMs;
    private final Consumer<UdpLink> adopt;
    private final RefusalLog refusals = new RefusalLog();
    private final Map<Asked, AcceptDatagram> granted = new HashMap<>();
    private @Nullable LinkAcceptor acceptor;
    private @Nullable Endpoint asked;
    private long answersSinceNs;
    private int answers;

    /** A request, by its source. */
    private record Asked(InetSocketAddress from, long clientId) {

        // Written explicitly, like hashCode: the compiler's version would keep this class after its bundle is gone (ADR
        // 0132).
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Asked that && clientId == that.clientId && from.equals(that.from);
        }

        @Override
        public int hashCode() {
            return 31 * from.hashCode() + Long.hashCode(clientId);
        }
    }

    UdpAcceptor(UdpPort port, AddressTokens tokens, long lingerMs, Consumer<UdpLink> adopt) {
        this.port = port;
        this.tokens = tokens;
        this.lingerMs = lingerMs;
        this.adopt = adopt;
        this.answersSinceNs = port.loop().nanoTime();
    }

    /** {@return the port whose connections it accepts} */
    UdpPort port() {
        return port;
    }

    /** Passes new links to an acceptor. */
    void begin(Endpoint local, LinkAcceptor to) {
        asked = local;
        acceptor = to;
    }

    /** Accepts no new links any more. */
    void end() {
        acceptor = null;
    }

    @Override
    public boolean onDatagram(byte type, ByteBuffer body, ByteBuffer datagram, InetSocketAddress from) {
        if (type == DatagramFormat.MOVED) {
            moved(MovedDatagram.decode(body), from);
            return true;
        }
        if (type != DatagramFormat.INITIAL) {
            return false;
        }
        InitialDatagram initial = InitialDatagram.decode(body);
        if (initial == null) {
            port.counters().count(UdpCounter.MALFORMED);
        } else if (initial.version() != InitialDatagram.VERSION) {
            refuse(initial, from, RefusedDatagram.VERSION, UdpCounter.VERSION);
            log(
                    UdpCounter.VERSION,
                    from,
                    "expected version " + InitialDatagram.VERSION + ", got " + initial.version()
                            + "; update the older node");
        } else if (initial.token() == null) {
            ask(initial, from);
        } else {
            validate(initial, initial.token(), from);
        }
        return true;
    }

    @Override
    public void onUnknown(long id, int bytes, InetSocketAddress from) {
        if (bytes > ResetDatagram.BYTES && mayAnswer()) {
            AddressToken secret = tokens.resetSecret(id);
            port.send(from, new ResetDatagram(id, secret.second(), secret.third())::encode);
        }
    }

    /**
     * A packet is larger than half of the answer, so this is within the factor of three that an address may be sent.
     */
    @Override
    public void onForeign(ConnectionRunner conversation, InetSocketAddress from) {
        if (mayAnswer()) {
            ConnectionIds ids = conversation.connection().ids();
            AddressToken token = tokens.issue(from, ids.local(), port.loop().nanoTime());
            port.send(from, new ChallengeDatagram(ids.remote(), token)::encode);
        }
    }

    private boolean mayAnswer() {
        long nowNs = port.loop().nanoTime();
        if (nowNs - answersSinceNs >= SECOND_NS) {
            answersSinceNs = nowNs;
            answers = 0;
        }
        answers++;
        return answers <= ANSWERS_PER_SECOND;
    }

    @Override
    public void onUnreachable() {
        // A listening socket is not connected, so this concerns no particular connection.
    }

    @Override
    public boolean waits() {
        return acceptor != null;
    }

    private void moved(@Nullable MovedDatagram moved, InetSocketAddress from) {
        if (moved == null) {
            port.counters().count(UdpCounter.MALFORMED);
            return;
        }
        ConnectionRunner conversation = port.conversation(moved.serverId());
        if (conversation == null) {
            port.counters().count(UdpCounter.UNKNOWN);
            return;
        }
        switch (tokens.take(moved.token(), from, moved.serverId(), port.loop().nanoTime())) {
            case GOOD -> {
                if (!conversation.remote().equals(from)) { // earlier challenges may be answered, too
                    port.counters().count(UdpCounter.MOVED);
                    conversation.moveTo(from);
                }
            }
            case FORGED -> port.counters().count(UdpCounter.TOKEN_FORGED);
            case USED -> port.counters().count(UdpCounter.TOKEN_USED);
            case EXPIRED -> port.counters().count(UdpCounter.TOKEN_EXPIRED);
            case FULL -> port.counters().count(UdpCounter.FULL);
        }
    }

    private void ask(InitialDatagram initial, InetSocketAddress from) {
        if (acceptor == null) {
            refuse(initial, from, RefusedDatagram.NOT_LISTENING, UdpCounter.NOT_LISTENING);
        } else {
            AddressToken token =
                    tokens.issue(from, initial.clientId(), port.loop().nanoTime());
            port.send(from, new RetryDatagram(initial.clientId(), token)::encode);
        }
    }

    private void validate(InitialDatagram initial, AddressToken token, InetSocketAddress from) {
        AcceptDatagram before = granted.get(new Asked(from, initial.clientId()));
        if (before != null) {
            // The answer was lost, or the request was repeated.
            port.send(from, before::encode);
            return;
        }
        LinkAcceptor to = acceptor;
        if (to == null) {
            refuse(initial, from, RefusedDatagram.NOT_LISTENING, UdpCounter.NOT_LISTENING);
            return;
        }
        if (port.conversations() >= MOST_CONNECTIONS) {
            refuseFull(initial, from);
            return;
        }
        long nowNs = port.loop().nanoTime();
        switch (tokens.take(token, from, initial.clientId(), nowNs)) {
            case GOOD -> grant(initial, from, tokens.ageNs(token, nowNs), to);
            case FORGED -> port.counters().count(UdpCounter.TOKEN_FORGED);
            case USED -> port.counters().count(UdpCounter.TOKEN_USED);
            case EXPIRED -> {
                port.counters().count(UdpCounter.TOKEN_EXPIRED);
                ask(initial, from);
            }
            case FULL -> refuseFull(initial, from);
        }
    }

    private void grant(InitialDatagram initial, InetSocketAddress from, long rttNs, LinkAcceptor to) {
        long serverId = port.newId();
        AddressToken secret = tokens.resetSecret(serverId);
        AcceptDatagram accept = new AcceptDatagram(
                initial.clientId(),
                serverId,
                Parameters.FIRST_GRANT_BYTES,
                Parameters.IDLE_TIMEOUT_MS,
                secret.second(),
                secret.third(),
                initial.largestBytes() == 0 ? 0 : DatagramFormat.LARGEST_BYTES);
        Asked key = new Asked(from, initial.clientId());
        granted.put(key, accept);
        port.send(from, accept::encode);
        Parameters parameters = Parameters.negotiated(
                initial.maxData(),
                initial.idleTimeoutMs(),
                rttNs,
                false,
                Math.min(initial.largestBytes(), port.socket().largestBytes()));
        ConnectionIds ids = new ConnectionIds(serverId, initial.clientId(), 0, 0);
        UdpLink link = port.link(ids, parameters, port.socket().local(), from, lingerMs, () -> granted.remove(key));
        adopt.accept(link);
        try {
            to.accept(link);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The acceptor of " + asked + " failed; the " + link + " is closed", thrown);
            link.close();
        }
    }

    private void refuseFull(InitialDatagram initial, InetSocketAddress from) {
        refuse(initial, from, RefusedDatagram.FULL, UdpCounter.FULL);
        log(
                UdpCounter.FULL,
                from,
                "too many connections at a time, or too many requests lately; it may be asked again");
    }

    private void log(UdpCounter counter, InetSocketAddress from, String why) {
        refusals.refused(
                counter,
                asked == null ? port.socket().local() : asked,
                from,
                why,
                port.loop().nanoTime());
    }

    private void refuse(InitialDatagram initial, InetSocketAddress from, int code, UdpCounter counter) {
        port.counters().count(counter);
        port.send(from, new RefusedDatagram(initial.clientId(), code)::encode);
    }
}
