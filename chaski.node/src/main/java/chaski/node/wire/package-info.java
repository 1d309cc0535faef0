/**
 * The bytes on a link, as specified by {@code docs/PROTOCOL.md}; that document and its vectors are normative.
 *
 * <p>A link carries frames. {@link chaski.node.wire.FrameReader} splits arriving bytes into frames and passes them to a
 * {@link chaski.node.wire.FrameSink}: the payload of DATA as it arrives, never collected, and every control frame
 * whole. Each control frame has a stateless codec named after it ({@link chaski.node.wire.HelloFrame}, {@link
 * chaski.node.wire.AckFrame}, …) and, where it is not on the hot path, a record for its content ({@link
 * chaski.node.wire.Hello}, {@link chaski.node.wire.Attach}, …). DATA frames carry, one after another, the session's
 * log: records that begin with a {@link chaski.node.wire.RecordHeader}.
 *
 * <p>No class here owns a socket, a clock or a thread. Whatever bytes arrive, decoding ends with a value or with a
 * {@link chaski.api.ProtocolException} whose text is made by {@link chaski.node.wire.ViolationText}; every length and
 * count is checked before memory is allocated for it. The records check their values by the same rules on the sending
 * side.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}, and buffers are big-endian, as every new
 * {@link java.nio.ByteBuffer} is.
 */
@NullMarked
package chaski.node.wire;

import org.jspecify.annotations.NullMarked;
