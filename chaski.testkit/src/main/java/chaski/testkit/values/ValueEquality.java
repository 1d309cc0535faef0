package chaski.testkit.values;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares values as their users would: by class and content, where collections may be of other classes and arrays are
 * compared by their elements. Stateless.
 */
public final class ValueEquality {

    private ValueEquality() {}

    /**
     * Compares two values.
     *
     * @param one a value
     * @param other another value
     * @return true if they cannot be distinguished
     */
    public static boolean of(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one.getClass().isArray()) {
            return one.getClass() == other.getClass() && arrays(one, other);
        }
        if (one instanceof Map<?, ?> map) {
            return other instanceof Map<?, ?> that && maps(map, that);
        }
        if (one instanceof Set<?> set) {
            return other instanceof Set<?> that
                    && set.size() == that.size()
                    && set.stream().allMatch(e -> that.stream().anyMatch(t -> of(e, t)));
        }
        if (one instanceof Collection<?> all) {
            return other instanceof Collection<?> that && inOrder(all, that);
        }
        if (one instanceof Optional<?> some) {
            return other instanceof Optional<?> that && of(some.orElse(null), that.orElse(null));
        }
        return one.getClass() == other.getClass() && (one instanceof Record ? records(one, other) : one.equals(other));
    }

    private static boolean arrays(Object one, Object other) {
        int length = Array.getLength(one);
        boolean same = length == Array.getLength(other);
        for (int i = 0; same && i < length; i++) {
            same = of(Array.get(one, i), Array.get(other, i));
        }
        return same;
    }

    private static boolean maps(Map<?, ?> one, Map<?, ?> other) {
        return one.size() == other.size()
                && one.entrySet().stream()
                        .allMatch(e -> other.containsKey(e.getKey()) && of(e.getValue(), other.get(e.getKey())));
    }

    private static boolean inOrder(Collection<?> one, Collection<?> other) {
        boolean same = one.size() == other.size() && one instanceof List == other instanceof List;
        Iterator<?> theirs = other.iterator();
        for (Iterator<?> mine = one.iterator(); same && mine.hasNext(); ) {
            same = of(mine.next(), theirs.next());
        }
        return same;
    }

    private static boolean records(Object one, Object other) {
        try {
            for (RecordComponent component : one.getClass().getRecordComponents()) {
                if (!of(
                        component.getAccessor().invoke(one),
                        component.getAccessor().invoke(other))) {
                    return false;
                }
            }
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("expected a record whose components can be read", e);
        }
    }
}
