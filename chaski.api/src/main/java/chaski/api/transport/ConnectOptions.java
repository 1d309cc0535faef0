package chaski.api.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The options for opening a link.
 *
 * @param timeout the longest the attempt may take, with the handshake of encryption; positive
 * @param security secures the link; empty for one that is not encrypted
 */
public record ConnectOptions(Duration timeout, Optional<LinkSecurity> security) {

    /** A timeout of ten seconds, no encryption. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(Duration.ofSeconds(10));

    /** Checks the timeout. */
    public ConnectOptions {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("expected a positive connect timeout, got " + timeout);
        }
        Objects.requireNonNull(security, "security");
    }

    /**
     * Creates options for a link that is not encrypted.
     *
     * @param timeout the longest the attempt may take; positive
     */
    public ConnectOptions(Duration timeout) {
        this(timeout, Optional.empty());
    }

    /**
     * Returns a copy for a link that is encrypted, and whose ends are authenticated.
     *
     * @param value secures the link
     * @return the copy
     */
    public ConnectOptions security(LinkSecurity value) {
        return new ConnectOptions(timeout, Optional.of(value));
    }
}
