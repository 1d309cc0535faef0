/**
 * Datagram messages, which may be lost and are sent beside the log of a session.
 *
 * <p>{@link chaski.node.datagram.DatagramQueue} holds those that wait for a link, and rejects repeated ones.
 */
@NullMarked
package chaski.node.datagram;

import org.jspecify.annotations.NullMarked;
