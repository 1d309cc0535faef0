package chaski.api.node;

import java.time.Instant;

/**
 * New credentials of this node cannot be used: they are malformed, are not valid yet, have expired, or are of another identity. The node
 * continues with its present ones.
 *
 * @param at when it happened
 * @param reason what is wrong with the new credentials
 */
public record CredentialsRefused(Instant at, String reason) implements NodeEvent.CredentialsEvent {}
