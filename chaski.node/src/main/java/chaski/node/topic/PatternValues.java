package chaski.node.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of one pattern, each with its number of registrations, in the order of their first registration. Most
 * nodes of a tree hold no value or one, so the map is created for the second.
 */
final class PatternValues<T> {

    private @Nullable T only;
    private @Nullable Map<T, Integer> counts;

    void add(T value) {
        if (counts != null) {
            counts.merge(value, 1, Integer::sum);
        } else if (only == null) {
            only = value;
        } else {
            counts = new LinkedHashMap<>();
            counts.put(only, 1);
            counts.merge(value, 1, Integer::sum);
            only = null;
        }
    }

    boolean remove(T value) {
        if (only != null) {
            boolean same = only.equals(value);
            if (same) {
                only = null;
            }
            return same;
        }
        if (counts == null || !counts.containsKey(value)) {
            return false;
        }
        counts.computeIfPresent(value, (unused, count) -> count == 1 ? null : count - 1);
        if (counts.isEmpty()) {
            counts = null;
        }
        return true;
    }

    void forEach(Consumer<? super T> action) {
        if (only != null) {
            action.accept(only);
        } else if (counts != null) {
            counts.forEach((value, count) -> {
                for (int i = 0; i < count; i++) {
                    action.accept(value);
                }
            });
        }
    }

    boolean isEmpty() {
        return only == null && counts == null;
    }
}
