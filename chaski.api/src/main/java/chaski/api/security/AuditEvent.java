package chaski.api.security;

import chaski.api.NodeId;
import java.time.Instant;

/**
 * A decision that a node enforced.
 *
 * @param at when, by the clock of the node
 * @param node the node that decided
 * @param peer the node that asked, which can be the same: a node does not send what it may not
 * @param request the identity and what it wanted to do
 * @param rule what decided, as text for people
 * @param outcome what the node did
 */
public record AuditEvent(Instant at, NodeId node, NodeId peer, AccessRequest request, String rule, Outcome outcome) {

    /** What a node did. */
    public enum Outcome {
        /** It served the request. */
        ADMITTED,
        /** It did not serve the request. */
        REFUSED,
        /** It had served the request, and ended that because the rules changed. */
        WITHDRAWN
    }
}
