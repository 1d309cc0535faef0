/**
 * What one UDP connection does, without socket, clock or thread: datagrams and the time go in, datagrams and the time of the next
 * call come out.
 *
 * <p>{@link chaski.transport.udp.protocol.UdpConnection} is the machine, and tells its {@code Events} what arrives. It sends the
 * {@code SendStream}, which keeps what the other side has not acknowledged, and puts arriving bytes in order in the
 * {@code ReceiveStream}. {@code ReceivedPackets} knows what to acknowledge. {@code Recovery} finds lost packets after RFC 9002 with
 * {@code SentPackets} and {@code RoundTrip}; {@code NewReno} says how much may be on its way, and {@code Pacer} how fast. {@code Ranges}
 * are used by all of them.
 *
 * <p>Before there is a connection, {@link chaski.transport.udp.protocol.ClientHandshake} asks for one, and
 * {@link chaski.transport.udp.protocol.AddressTokens} let the listener keep nothing until the dialler has shown that its address is its
 * own.
 *
 * <p>Times are readings of a monotonic clock in nanoseconds; only differences count. Names and numbers are those of RFC 9002 where
 * it has them. Everything is confined to one thread.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.udp.protocol;

import org.jspecify.annotations.NullMarked;
