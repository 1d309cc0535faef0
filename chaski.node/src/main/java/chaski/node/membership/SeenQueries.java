package chaski.node.membership;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The recent queries, so that each is answered and forwarded once. Bounded: the oldest is removed first. */
final class SeenQueries {

    private final int limit;
    private final Set<UUID> seen = new LinkedHashSet<>();

    SeenQueries(int limit) {
        this.limit = limit;
    }

    /** Returns true if the query is new. */
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
