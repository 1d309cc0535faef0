/**
 * The nodes of the network and their topics.
 *
 * <p>Each node announces one {@link chaski.node.membership.NodeEntry} about itself, made from an {@link
 * chaski.node.membership.Announcement} by its {@link chaski.node.membership.OwnEntry}, the only one to raise its
 * version. All nodes keep the newest entry of each in a {@link chaski.node.membership.Directory}, which also removes
 * nodes: a node that leaves announces it and becomes a tombstone; a node that vanished expires when no node with a
 * session to it vouches for it any more. {@link chaski.node.membership.Gossip} keeps the directories of peers equal,
 * with a {@link chaski.node.membership.GossipQueue} for each. {@link chaski.node.membership.Discovery} asks beyond the
 * peers, {@link chaski.node.membership.Reports} asks a peer for its own view. The engine uses one type, {@link
 * chaski.node.membership.Membership}.
 *
 * <p>The messages are {@link chaski.node.membership.MembershipMessage}s; their bytes are described in the protocol's
 * chapter on membership and written by {@link chaski.node.membership.MembershipCodec}.
 *
 * <p>No class here owns a clock, a thread, a socket or a random source; everything is confined to the control loop.
 * Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.membership;

import org.jspecify.annotations.NullMarked;
