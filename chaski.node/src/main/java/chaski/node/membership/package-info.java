/**
 * Who is in the network, and who has which topics.
 *
 * <p>Each node tells the others one {@link chaski.node.membership.NodeEntry} about itself, made from an
 * {@link chaski.node.membership.Announcement} by its {@link chaski.node.membership.OwnEntry}, who alone raises its version. All
 * nodes keep the newest entry of each in a {@link chaski.node.membership.Directory}, which also decides who is no longer there:
 * a node that has left says so and becomes a tombstone; a node that just vanished expires when nobody with a session to it
 * vouches for it any more. {@link chaski.node.membership.Gossip} keeps the directories of peers alike, with an
 * {@link chaski.node.membership.GossipQueue} for each. {@link chaski.node.membership.Discovery} asks beyond the peers,
 * {@link chaski.node.membership.Reports} asks a peer for its own view. The engine deals with one type,
 * {@link chaski.node.membership.Membership}.
 *
 * <p>What travels is a {@link chaski.node.membership.MembershipMessage}, whose bytes are described in the protocol's chapter on membership
 * and made by {@link chaski.node.membership.MembershipCodec}.
 *
 * <p>Nothing here owns a clock, a thread, a socket or a source of chance; everything is confined to the control loop. Unless a
 * type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.membership;

import org.jspecify.annotations.NullMarked;
