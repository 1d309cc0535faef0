/**
 * Links: how they are opened and accepted, the limits for nodes that dial, and the handshake that makes a link part of a session.
 *
 * <p>{@link chaski.node.link.Transports} holds the transports and listens; each link is a {@link chaski.node.link.LinkConnection},
 * which reads and writes frames on the link's I/O thread; {@link chaski.node.link.Handshakes} takes it from HELLO to CONFIRM on the
 * control loop; {@link chaski.node.link.ConnectionThrottle} limits the links and handshakes of one address.
 */
@NullMarked
package chaski.node.link;

import org.jspecify.annotations.NullMarked;
