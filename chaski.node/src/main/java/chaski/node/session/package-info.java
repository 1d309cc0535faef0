/**
 * Sessions: how two nodes exchange messages so that nothing is lost, repeated or reordered while links come and go.
 *
 * <p>Read {@link chaski.node.session.Session} first. Messages are appended by
 * {@link chaski.node.routing.PublisherRoute} to the {@link chaski.node.send.SendChannel} of each session, and a
 * {@link chaski.node.session.LinkAttachment} renders them for a link. On the other side
 * {@link chaski.node.receive.RecordReceiver} accepts them in order, and {@link chaski.node.session.ChannelDispatcher}
 * passes them to the channels. {@link chaski.node.session.AttachProtocol} decides, on the control loop, which session
 * and which link are valid.
 *
 * <p>Messages that may be lost take {@link chaski.node.datagram.DatagramQueue}, outside the send log.
 * {@link chaski.node.session.AuxiliaryLinks} decides on the additional links that carry them.
 */
@NullMarked
package chaski.node.session;

import org.jspecify.annotations.NullMarked;
