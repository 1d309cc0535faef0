/**
 * The datagrams of UDP links as bytes, as {@code docs/protocol/udp.md} specifies them.
 *
 * <p>{@link chaski.transport.udp.wire.DatagramFormat} is the envelope of each: its type, and the checksum at its end. Four kinds open a
 * connection: {@link chaski.transport.udp.wire.InitialDatagram}, {@link chaski.transport.udp.wire.RetryDatagram} with a
 * {@link chaski.transport.udp.wire.AddressToken}, {@link chaski.transport.udp.wire.AcceptDatagram}, {@link chaski.transport.udp.wire.RefusedDatagram}.
 * One carries everything after that: {@link chaski.transport.udp.wire.PacketHeader} and frames, which
 * {@link chaski.transport.udp.wire.UdpFrames} writes and {@link chaski.transport.udp.wire.UdpFrameReader} reads for a
 * {@link chaski.transport.udp.wire.UdpFrameSink}. One, {@link chaski.transport.udp.wire.ResetDatagram}, reports that a connection is not known
 * any more.
 *
 * <p>Decoders return {@code null} or a text if bytes are malformed; they never throw because of them, and check every
 * length before they use it.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.udp.wire;

import org.jspecify.annotations.NullMarked;
