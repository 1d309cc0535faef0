package chaski.node.membership;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The queries that came by lately, so that each is answered and passed on once. Bounded: the oldest goes first. */
final class SeenQueries {

    private final int limit;
    private final Set<UUID> seen = new LinkedHashSet<>();

    SeenQueries(int limit) {
        this.limit = limit;
    }

    /** Returns whether the query is new. */
    boolean add(UUID query) {
        if (!seen.add(query)) {
            return false;
        }
        if (seen.size() > limit) {
            Iterator<UUID> oldest = seen.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    int size() {
        return seen.size();
    }
}
