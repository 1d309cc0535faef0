package chaski.node.session;

import chaski.api.security.Decision;
import chaski.api.security.Permission;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a peer was allowed by the present grants, so that the same call is not decided again and again. Refusals are not kept: each is
 * decided, reported and audited. Thread-safe.
 */
final class AllowedRequests {

    /** A peer that asks for more different things than this empties it, and so costs no more than their decisions. */
    static final int MAX_REQUESTS = 1_024;

    private final Map<Request, Allowed> known = new ConcurrentHashMap<>();

    /** What a peer wants to do. */
    record Request(Permission permission, String subject, String member) {}

    private record Allowed(Decision decision, int version) {}

    /** {@return the decision by that version of the grants, or {@code null} if it is not known} */
    @Nullable
    Decision find(Request request, int version) {
        Allowed found = known.get(request);
        return found != null && found.version() == version ? found.decision() : null;
    }

    /** Keeps a decision. The version must be read before the decision is made: it may be outdated immediately. */
    void add(Request request, Decision decision, int version) {
        if (known.size() >= MAX_REQUESTS) {
            known.clear();
        }
        known.put(request, new Allowed(decision, version));
    }
}
