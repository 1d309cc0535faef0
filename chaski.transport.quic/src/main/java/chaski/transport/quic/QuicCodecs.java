package chaski.transport.quic;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The settings of QUIC connections (RFC 9000, section 7.4).
 *
 * @param congestion the congestion control: CUBIC (RFC 9438) unless another was configured
 * @param idleMs how long a link lasts when nothing arrives; both ends send something three times as often
 */
record QuicCodecs(QuicCongestionControlAlgorithm congestion, long idleMs) {

    /** Long enough for a Wi-Fi that roams, and within the time that NATs keep a binding: 30 s (RFC 4787, section 4.3 has more). */
    static final long IDLE_MS = 30_000;

    /** Fits into Ethernet, and into most tunnels; the library's own choice. */
    private static final int PACKET_BYTES = 1_350;

    /** What may arrive before the reader has taken it. The library raises it, up to 16 MiB, for readers that keep up. */
    private static final long STREAM_WINDOW_BYTES = 1 << 20;

    /** That of the stream, and room for the marks that end it. */
    private static final long CONNECTION_WINDOW_BYTES = 3 << 19;

    /** The link itself, opened by the acceptor. */
    private static final int STREAMS_OF_ACCEPTOR = 1;

    /** The mark of the dialler that it has received everything. */
    private static final int STREAMS_OF_DIALLER = 1;

    private static final int MARK_BYTES = 1 << 10;

    /** Datagrams that wait for the reader, and to be sent; others are dropped. */
    private static final int QUEUED_DATAGRAMS = 256;

    /** {@return the codec of a socket with one outgoing connection} */
    ChannelHandler client(Function<QuicChannel, QuicSslEngine> security) {
        return common(new QuicClientCodecBuilder())
                .initialMaxStreamsBidirectional(STREAMS_OF_ACCEPTOR)
                .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW_BYTES)
                .sslEngineProvider(security)
                .build();
    }

    /** {@return the settings of a socket that accepts connections} */
    QuicServerCodecBuilder server(Function<QuicChannel, QuicSslEngine> security, QuicTokenHandler tokens) {
        return common(new QuicServerCodecBuilder())
                .initialMaxStreamsUnidirectional(STREAMS_OF_DIALLER)
                .initialMaxStreamDataUnidirectional(MARK_BYTES)
                .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW_BYTES)
                .tokenHandler(tokens)
                .sslEngineProvider(security);
    }

    /** Paths that a connection may have had at once; with the usual two, a second change of the address fails. */
    private static final int CONNECTION_IDS = 8;

    private <B extends QuicCodecBuilder<B>> B common(B builder) {
        return builder.congestionControlAlgorithm(congestion)
                .maxIdleTimeout(idleMs, TimeUnit.MILLISECONDS)
                .maxSendUdpPayloadSize(PACKET_BYTES)
                .maxRecvUdpPayloadSize(QuicReceiveBuffers.PACKET_BYTES)
                .initialMaxData(CONNECTION_WINDOW_BYTES)
                .datagram(QUEUED_DATAGRAMS, QUEUED_DATAGRAMS)
                // a NAT in front of the dialler may change its address
                .activeMigration(true)
                .activeConnectionIdLimit(CONNECTION_IDS)
                .grease(false);
    }
}
