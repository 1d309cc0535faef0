/**
 * Links: how they are made, who may make them, and the handshake by which they become part of a session.
 *
 * <p>{@link chaski.node.link.Transports} knows the transports and listens; {@link chaski.node.link.Dialler} dials, again and
 * again, what is wanted; each link is a {@link chaski.node.link.Connection}, which reads and writes frames on the link's I/O
 * thread; {@link chaski.node.link.Handshakes} takes it from HELLO to CONFIRM on the control loop; {@link chaski.node.link.Gate}
 * bounds what strangers can ask for. {@link chaski.node.link.AuxiliaryTargets} has links dialled for datagrams alone.
 */
@NullMarked
package chaski.node.link;

import org.jspecify.annotations.NullMarked;
