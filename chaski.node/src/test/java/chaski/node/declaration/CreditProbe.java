package chaski.node.declaration;

import chaski.api.node.Declared;
import java.util.Collection;

/** Lets tests look at credit. */
public final class CreditProbe {

    private CreditProbe() {}

    /**
     * Tells how much credit of a declaration its peers have and have not used, as far as this side knows.
     *
     * @param declared the declaration
     * @param peers the sessions
     * @return the sum
     */
    public static long unused(Declared declared, Collection<? extends DeclarationPeer> peers) {
        return peers.stream()
                .map(p -> ((LocalDeclaration) declared).existingFlow(p))
                .mapToLong(f -> f == null ? 0 : f.unused())
                .sum();
    }
}
