package chaski.node.membership;

import chaski.api.node.PeerState;

/**
 * The opinion of a node on another one, as it is sent: on an incarnation, at a version and a vouch of it. A later
 * incarnation, a higher version and a higher vouch each refute it; of two opinions on the same entry the worse one
 * counts.
 *
 * @param row the incarnation, version and vouch that it refers to
 * @param state the opinion
 */
record Opinion(DigestEntry row, PeerState state) {}
