/**
 * The transport of the scheme {@code quic}: each link is one QUIC connection (RFC 9000) with one bidirectional stream, by Netty and its
 * native library.
 *
 * <p>In reading order: {@link chaski.transport.quic.QuicTransport} is the service. A {@code QuicConnect} dials one address with a socket of
 * its own; a {@code QuicListener} listens on a {@code QuicPort}, the socket that all its links share, whose {@code QuicHandshake}s become
 * links once both ends are authenticated. Both create a {@code QuicLink}, whose {@code QuicConnection} does the work: it belongs to one
 * of the transport's two {@code QuicIoThreads} for its whole life. {@code QuicTls} is the security of one link, {@code RetryTokens} proves
 * addresses before anything is kept for them, {@code QuicDatagrams} carries what need not arrive.
 *
 * <p>Every link is encrypted, and both of its ends show a certificate. The acceptor opens the stream and writes its first byte when it has
 * admitted the dialler, and so a dialler that is refused is never connected.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.quic;

import org.jspecify.annotations.NullMarked;
