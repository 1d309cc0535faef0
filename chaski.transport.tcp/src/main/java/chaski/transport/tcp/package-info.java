/**
 * The transport of the scheme {@code tcp}: each link is one TCP connection on a Netty channel.
 *
 * <p>In reading order: {@link chaski.transport.tcp.TcpTransport} is the service. It dials with a {@code Dial}, which asks
 * the {@code NameResolver} for addresses and races them, and it listens with a {@code TcpListener}, whose {@code Acceptance}
 * takes connections in. Both end in a {@code TcpLink}, whose {@code Connection} does the work: it belongs to one of the
 * transport's two {@code IoThreads} for its whole life. What it was given to send waits in its {@code Outbox}, and what arrives
 * is read into the I/O thread's one buffer, lent by {@code ReceiveBuffers}. {@code Sockets} decides between native epoll and
 * NIO and is the only place that knows the difference. {@code Wiring} sets the options of every connection and lines up its
 * pipeline: whatever stands between the socket and the link, as encryption will, is added there.
 *
 * <p>A link is reliable and ordered while it lasts, and carries no datagrams.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.tcp;

import org.jspecify.annotations.NullMarked;
