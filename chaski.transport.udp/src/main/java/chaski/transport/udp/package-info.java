/**
 * The transport of the scheme {@code udp}: links over datagrams, reliable and ordered while they last, which also carry datagrams that
 * may be lost.
 *
 * <p>What travels, and what a connection does with it, is in {@link chaski.transport.udp.wire} and
 * {@link chaski.transport.udp.protocol}, without socket, clock or thread. This package brings it to life. In reading order:
 * {@link chaski.transport.udp.UdpTransport} is the service. It dials with a {@code Dial}, which races the {@code Attempt}s at the
 * addresses of a name, and listens with a {@code UdpListener}, whose {@code Acceptance} validates addresses and takes connections
 * in. Both work at a {@code Port}, one socket with the {@code Conversation}s that it serves; each is a connection with its timer.
 * {@code UdpLink} is what the engine sees of one, and {@code LinkTurns} what happens between its handler, its {@code Outbox} and the
 * connection.
 *
 * <p>All of that runs on an {@code Io}: {@code Loop}s and {@code Socket}s. {@code NettyIo} is the one of production, the tests have one
 * on virtual time. {@code Counters} tell what was ignored and refused.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.udp;

import org.jspecify.annotations.NullMarked;
