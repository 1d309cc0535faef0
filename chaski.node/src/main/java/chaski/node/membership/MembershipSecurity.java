package chaski.node.membership;

import chaski.node.identity.ClosedNetwork;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How membership knows that entries are by their owners.
 *
 * @param closed signs and verifies; empty outside of closed networks, where entries are not signed
 * @param background runs signing and verifying
 * @param nanoTime the time at which background work is done
 */
public record MembershipSecurity(Optional<ClosedNetwork> closed, BackgroundWork background, LongSupplier nanoTime) {

    /** Outside of closed networks: entries are not signed, and nothing runs in the background. */
    public static final MembershipSecurity NONE = new MembershipSecurity(
            Optional.empty(),
            (name, work, then) -> {
                throw new AssertionError("there is nothing to sign or verify");
            },
            () -> 0);
}
