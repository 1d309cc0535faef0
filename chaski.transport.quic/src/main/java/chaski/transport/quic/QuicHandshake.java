package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.TransportErrors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A connection that was requested, until it is a link or ends. When both ends are authenticated and the acceptor has not closed the
 * link, it opens the stream and writes the byte that admits the dialler. Confined to the port's I/O thread.
 */
final class QuicHandshake implements QuicEvents.Stage {

    /** As long as a handshake of nodes may take; the one who waits for it gives up earlier. */
    private static final long LONGEST_SECONDS = 10;

    private static final byte ADMITTED = 1;

    private final QuicPort port;
    private final QuicTls tls;
    private final QuicChannel channel;
    private final QuicEvents events;
    private final Endpoint local;
    private final Endpoint remote;
    private final Future<?> deadline;
    private boolean pending = true;

    QuicHandshake(QuicPort port, QuicTls tls, QuicChannel channel) {
        this.port = port;
        this.tls = tls;
        this.channel = channel;
        this.events = new QuicEvents(port.reactor().counters(), this);
        this.local = endpoint((InetSocketAddress) channel.localSocketAddress());
        this.remote = endpoint((InetSocketAddress) channel.remoteSocketAddress());
        this.deadline = port.loop().schedule(() -> events.close(QuicClose.CLOSED), LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return IpAddresses.endpoint(QuicTransport.SCHEME, address);
    }

    /** {@return the receiver of its events} */
    QuicEvents events() {
        return events;
    }

    @Override
    public void established() {
        done();
        if (!port.accepts()) {
            port.refusals()
                    .refused(
                            QuicCounter.NOT_LISTENING,
                            local,
                            remote,
                            "the listener was closed; dial another endpoint of the node");
            events.close(QuicClose.NOT_LISTENING);
            return;
        }
        channel.createStream(QuicStreamType.BIDIRECTIONAL, QuicStreams.UNUSED).addListener(created -> {
            if (created.isSuccess()) {
                admit((QuicStreamChannel) created.getNow());
            } else {
                events.close(QuicClose.FAILED);
            }
        });
    }

    private void admit(QuicStreamChannel stream) {
        QuicLink link = QuicLink.of(
                new QuicLink.Parts(events, stream, port.loop(), tls.security(), local, remote), port.reactor());
        port.adopt(link);
        if (port.accept(link)) {
            stream.write(Unpooled.directBuffer(1).writeByte(ADMITTED));
        } else {
            link.close();
        }
    }

    @Override
    public void stream(QuicStreamChannel unexpected) {
        // never: a dialler opens one when its link ends
    }

    @Override
    public void datagram(ByteBuf bytes) {
        // no handler expects it yet
    }

    @Override
    public void ended() {
        if (!pending) {
            return;
        }
        done();
        Optional<String> certificate = QuicErrors.certificateRefused(tls, events);
        if (certificate.isPresent()) {
            port.refusals().refused(QuicCounter.CERTIFICATE, local, remote, certificate.get());
            TransportException cause = new TransportException(TransportErrors.broken(local, remote, certificate.get()));
            Link link = new EndedLink(port.loop(), local, remote, tls.security(), cause);
            port.accept(link);
        } else {
            port.refusals()
                    .refused(
                            QuicCounter.HANDSHAKE,
                            local,
                            remote,
                            events.failure().map(TransportErrors::reason).orElse("it was given up")
                                    + "; check that the other side is a node and not overloaded");
        }
    }

    private void done() {
        if (pending) {
            pending = false;
            deadline.cancel(false);
            port.handshakeDone();
        }
    }
}
