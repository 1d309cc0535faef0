/**
 * The logic of one UDP connection, without socket, clock or thread: its input is datagrams and the time, its output
 * datagrams and the time of the next call.
 *
 * <p>{@link chaski.transport.udp.protocol.UdpConnection} is the state machine. It reports what arrives to its
 * {@link chaski.transport.udp.protocol.ConnectionEvents}, by {@code EarlyEvents}. A {@code PacketWriter} composes packets: it sends the
 * {@code SendStream}, which keeps what the other side has not acknowledged, and acknowledges the {@code ReceivedPackets}. The
 * {@code ReceiveStream} orders arriving bytes. {@code LossRecovery} finds lost packets after RFC 9002 with {@code SentPackets} and
 * {@code PathRtt}; a {@code SendWindow} limits how much is in flight by {@code CongestionControl}, which is {@code Cubic} with {@code SlowStart}, and
 * {@code PacketPacer} how fast it is sent. {@code PathMtuDiscovery} finds how large packets may be, and {@code AckFrequency} how many
 * acknowledgements are needed. {@code PeerLiveness}
 * decides whether the other side is still there, and {@code ClosePhase} sends CLOSE. {@code LongRanges} are used by several of them.
 *
 * <p>Before there is a connection, {@link chaski.transport.udp.protocol.ClientHandshake} requests one, and with {@link
 * chaski.transport.udp.protocol.AddressTokens} the listener keeps no state until the dialler has proved that it owns
 * its address.
 *
 * <p>Times are readings of a monotonic clock in nanoseconds; only differences matter. Names and numbers are those of RFC 9002 where
 * it has them. Everything is confined to one thread.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.udp.protocol;

import org.jspecify.annotations.NullMarked;
