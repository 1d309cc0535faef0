package chaski.api.transport;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The options for listening.
 *
 * @param security returns what secures the next link that is accepted, so that it always has the newest credentials; empty for links
 *     that are not encrypted
 */
public record ListenOptions(Optional<Supplier<LinkSecurity>> security) {

    /** Links that are not encrypted. */
    public static final ListenOptions DEFAULT = new ListenOptions(Optional.empty());

    /**
     * Checks that the value is there.
     *
     * @param security returns what secures the next link that is accepted, so that it always has the newest credentials; empty for links
     *     that are not encrypted
     */
    public ListenOptions {
        Objects.requireNonNull(security, "security");
    }

    /**
     * Returns a copy for links that are encrypted, and whose ends are authenticated.
     *
     * @param value returns what secures the next link that is accepted; called on an I/O thread
     * @return the copy
     */
    public ListenOptions security(Supplier<LinkSecurity> value) {
        return new ListenOptions(Optional.of(value));
    }
}
