/**
 * The transport of the scheme {@code tcp}: each link is one TCP connection on a Netty channel.
 *
 * <p>In reading order: {@link chaski.transport.tcp.TcpTransport} is the service. A {@code TcpConnect}
 * dials one address, and a {@code TcpListener} listens, whose {@code TcpAcceptor} accepts connections. Both create a {@code TcpLink},
 * whose {@code TcpConnection} does the work: it belongs to one of the transport's two {@code TcpIoThreads} for its whole life. Its
 * pending bytes are in its {@code TcpSendQueue}; received bytes are read into the {@code SharedReceiveBuffer} of the I/O thread; the
 * {@code HandlerNotifier} reports what was released, and the end. {@code TcpSockets} chooses between native epoll and NIO and is the
 * only place that knows the difference. {@code ChannelSetup} sets the options of every connection and builds its pipeline, which is
 * where encryption belongs.
 *
 * <p>A link is reliable and ordered while it lasts, and carries no datagrams.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.tcp;

import org.jspecify.annotations.NullMarked;
