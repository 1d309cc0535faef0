/**
 * The bytes on a link, as {@code docs/PROTOCOL.md} lays them down; that document and its vectors decide when in doubt.
 *
 * <p>A link carries frames. {@link chaski.node.wire.FrameReader} cuts arriving bytes into frames and hands them to a
 * {@link chaski.node.wire.FrameSink}: the payload of DATA as it comes, never collected, and every control frame whole.
 * Each control frame has a stateless codec named after it ({@link chaski.node.wire.HelloFrame},
 * {@link chaski.node.wire.AckFrame}, …) and, where it is not on the hot path, a record for its content
 * ({@link chaski.node.wire.Hello}, {@link chaski.node.wire.Attach}, …). What DATA frames carry, one after another, is the
 * session's log: records that begin with a {@link chaski.node.wire.RecordHeader}.
 *
 * <p>Nothing here owns a socket, a clock or a thread. Whatever bytes come, decoding ends with a value or with a
 * {@link chaski.api.ProtocolException} that {@link chaski.node.wire.ViolationText} worded; every length and count is checked before
 * memory is taken for it. The records check their values by the same rules on the sending side.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}, and buffers are big-endian, as every new
 * {@link java.nio.ByteBuffer} is.
 */
@NullMarked
package chaski.node.wire;

import org.jspecify.annotations.NullMarked;
