package chaski.node.membership;

import chaski.api.node.PeerState;

/**
 * What a node thinks of another one, as it passes it on: an opinion on a run, at a version and a vouch of it. A later run, a higher
 * version and a higher vouch each refute it; of two opinions on the same row the worse one counts.
 *
 * @param row the run, and what was known of it
 * @param state the opinion
 */
record Opinion(DigestEntry row, PeerState state) {}
