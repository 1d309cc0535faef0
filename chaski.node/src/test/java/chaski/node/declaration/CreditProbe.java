package chaski.node.declaration;

import chaski.api.protocol.DeclarationHandle;
import java.util.Collection;

/** Gives tests access to credit. */
public final class CreditProbe {

    private CreditProbe() {}

    /**
     * Returns how much credit of a declaration its peers have and have not used, as far as this side knows.
     *
     * @param declared the declaration
     * @param peers the sessions
     * @return the sum
     */
    public static long unused(DeclarationHandle declared, Collection<? extends DeclarationPeer> peers) {
        return peers.stream()
                .map(p -> ((LocalDeclaration) declared).existingFlow(p))
                .mapToLong(f -> f == null ? 0 : f.unused())
                .sum();
    }

    /**
     * Describes the flows of a declaration, for errors.
     *
     * @param declared the declaration
     * @param peers the sessions
     * @return the figures of each
     */
    public static String describe(DeclarationHandle declared, Collection<? extends DeclarationPeer> peers) {
        StringBuilder all = new StringBuilder();
        for (DeclarationPeer peer : peers) {
            InboundCredit flow = ((LocalDeclaration) declared).existingFlow(peer);
            if (flow != null) {
                all.append(" [granted ")
                        .append(flow.granted())
                        .append(" unused ")
                        .append(flow.unused());
                all.append(" taken ").append(flow.taken).append(" needed ").append(flow.needed);
                all.append(" reclaim ").append(flow.reclaim()).append(flow.mayBeAsked() ? " may be asked]" : "]");
            }
        }
        return all.toString();
    }
}
