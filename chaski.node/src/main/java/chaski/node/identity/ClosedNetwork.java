package chaski.node.identity;

/**
 * What the members of a closed network prove to each other beyond their links.
 *
 * @param proofs signs and verifies what nodes announce
 * @param revocations what authorities have revoked
 */
public record ClosedNetwork(OwnerProofs proofs, Revocations revocations) {}
