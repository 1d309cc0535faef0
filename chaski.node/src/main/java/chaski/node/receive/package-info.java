/**
 * The receiving side of one session.
 *
 * <p>{@link chaski.node.receive.RecordReceiver} takes the bytes of the peer's log in order, however links split them;
 * {@link chaski.node.receive.Reassembly} joins fragments; {@link chaski.node.receive.ReplayWindow} detects repeated datagrams.
 */
@NullMarked
package chaski.node.receive;

import org.jspecify.annotations.NullMarked;
