package chaski.api.node;

import java.time.Instant;

/**
 * The certificate of this node, or one of an intermediate authority, expires soon or has expired. Raised when the last third of its
 * validity begins, and repeated at least once a day and at most once a minute until there is another one. When it has expired, links
 * close, no new ones are established, and the severity is {@code ERROR}.
 *
 * @param at when it happened
 * @param expiry when it expires
 */
public record CredentialsExpiring(Instant at, Instant expiry) implements NodeEvent.CredentialsEvent {

    @Override
    public Severity severity() {
        return at.isBefore(expiry) ? Severity.WARNING : Severity.ERROR;
    }
}
