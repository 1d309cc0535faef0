/**
 * The receiving side of one session.
 *
 * <p>{@link chaski.node.receive.RecordReceiver} takes the bytes of the peer's log in order, wherever links cut them;
 * {@link chaski.node.receive.Reassembly} joins fragments; {@link chaski.node.receive.ReplayWindow} finds repeated datagrams.
 */
@NullMarked
package chaski.node.receive;

import org.jspecify.annotations.NullMarked;
