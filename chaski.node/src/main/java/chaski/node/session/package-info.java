/**
 * Sessions: how two nodes talk so that nothing is lost, repeated or reordered while links come and go.
 *
 * <p>Read {@link chaski.node.session.Session} first. What is said goes through {@link chaski.node.session.DefaultRoute} into each
 * session's {@link chaski.node.session.Outbound}; an {@link chaski.node.session.Attachment} renders it for a link; on the other
 * side {@link chaski.node.session.Arrivals} takes it in order and {@link chaski.node.session.Deliveries} hands it to the
 * channels. {@link chaski.node.session.Sessions} decides, on the control loop, which session and which link count.
 *
 * <p>Messages that may be lost go by {@link chaski.node.session.Datagrams}, around the log; {@link chaski.node.session.Auxiliaries}
 * decides on the links that stand beside those of sessions for them.
 */
@NullMarked
package chaski.node.session;

import org.jspecify.annotations.NullMarked;
