/**
 * Sessions: how two nodes talk so that nothing is lost, repeated or reordered while links come and go.
 *
 * <p>Read {@link chaski.node.session.Session} first. What is said goes through {@link chaski.node.routing.PublisherRoute} into each
 * session's {@link chaski.node.send.SendChannel}; an {@link chaski.node.session.LinkAttachment} renders it for a link; on the other
 * side {@link chaski.node.receive.RecordReceiver} takes it in order and {@link chaski.node.session.ChannelDispatcher} hands it to the
 * channels. {@link chaski.node.session.AttachProtocol} decides, on the control loop, which session and which link count.
 *
 * <p>Messages that may be lost go by {@link chaski.node.datagram.DatagramQueue}, around the log; {@link chaski.node.session.AuxiliaryLinks}
 * decides on the links that stand beside those of sessions for them.
 */
@NullMarked
package chaski.node.session;

import org.jspecify.annotations.NullMarked;
