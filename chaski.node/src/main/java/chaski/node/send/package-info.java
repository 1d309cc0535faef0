/**
 * The sending side of one session.
 *
 * <p>{@link chaski.node.send.SendChannel} appends records to the session's send log and records what the peer has
 * granted and acknowledged. A {@link chaski.node.send.CreditFlow} is the credit of one declaration of the peer. A
 * {@link chaski.node.send.WaitTicket} is a message that waits for credit in a {@link chaski.node.send.CreditWaitQueue}.
 */
@NullMarked
package chaski.node.send;

import org.jspecify.annotations.NullMarked;
