/**
 * What may be lost: datagrams beside the log of a session.
 *
 * <p>{@link chaski.node.datagram.DatagramQueue} holds those that wait for a link, and refuses those that arrived before.
 */
@NullMarked
package chaski.node.datagram;

import org.jspecify.annotations.NullMarked;
