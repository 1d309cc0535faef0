/**
 * The transport of the scheme {@code udp}: links over datagrams, reliable and ordered while they last, which also carry datagrams that
 * may be lost.
 *
 * <p>The datagrams, and the logic of a connection, are in {@link chaski.transport.udp.wire} and {@link
 * chaski.transport.udp.protocol}, without socket, clock or thread. This package runs it. In reading order: {@link
 * chaski.transport.udp.UdpTransport} is the service. A {@code UdpConnect} dials one address by a {@code UdpHandshake},
 * and a {@code UdpListener} listens, whose {@code UdpAcceptor} validates addresses and accepts connections. Both use a
 * {@code UdpPort}: one socket with the connections that it serves, each with its timer in a {@code ConnectionRunner}.
 * {@code UdpLink} is what the engine sees of one; {@code UdpLinkState} connects its handler, its {@code UdpSendQueue}
 * and the connection.
 *
 * <p>All of that runs on a {@code UdpRuntime}, which provides {@code IoLoop}s and {@code UdpSocket}s. {@code
 * NettyRuntime} is used in production; tests have one in virtual time. {@code UdpCounters} count what was ignored and
 * refused.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.udp;

import org.jspecify.annotations.NullMarked;
