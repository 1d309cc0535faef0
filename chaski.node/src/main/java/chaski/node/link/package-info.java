/**
 * Links: how they are made, who may make them, and the handshake by which they become part of a session.
 *
 * <p>{@link chaski.node.link.Transports} knows the transports and listens; each link is a {@link chaski.node.link.LinkConnection},
 * which reads and writes frames on the link's I/O thread; {@link chaski.node.link.Handshakes} takes it from HELLO to CONFIRM on the
 * control loop; {@link chaski.node.link.ConnectionThrottle} bounds what strangers can ask for.
 */
@NullMarked
package chaski.node.link;

import org.jspecify.annotations.NullMarked;
