package chaski.api.node;

import java.time.Instant;

/**
 * This node uses other credentials from now on: another key and certificate, other trusted authorities, or other revocations. Sessions
 * whose links have the old ones move to new links while the old ones still work; the counter {@code link.outdated} of each peer is 0
 * when that is done.
 *
 * @param at when it happened
 * @param expiry when they expire
 */
public record CredentialsChanged(Instant at, Instant expiry) implements NodeEvent.CredentialsEvent {}
