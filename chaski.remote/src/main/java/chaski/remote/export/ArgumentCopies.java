package chaski.remote.export;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Arguments are copies, so the caller would not see changes that a method makes to them. Collections and maps are made unmodifiable,
 * and changes of arrays are detected. Stateless.
 */
final class ArgumentCopies {

    private ArgumentCopies() {}

    /**
     * Protects an argument.
     *
     * @param value a decoded argument
     * @param declared the type of the parameter; a concrete collection class may be changed
     * @return the same value, unmodifiable if its type is one of the collection interfaces
     */
    static @Nullable Object unmodifiable(@Nullable Object value, Class<?> declared) {
        if (!declared.isInterface() && declared != Object.class) {
            return value;
        }
        if (value instanceof NavigableMap<?, ?> map) {
            return Collections.unmodifiableNavigableMap(map);
        }
        if (value instanceof SortedMap<?, ?> map) {
            return Collections.unmodifiableSortedMap(map);
        }
        if (value instanceof Map<?, ?> map) {
            return declared.isAssignableFrom(Map.class) ? Collections.unmodifiableMap(map) : value;
        }
        return value instanceof Collection<?> all ? collection(all, declared) : value;
    }

    private static Object collection(Collection<?> all, Class<?> declared) {
        if (all instanceof NavigableSet<?> set) {
            return Collections.unmodifiableNavigableSet(set);
        }
        if (all instanceof SortedSet<?> set) {
            return Collections.unmodifiableSortedSet(set);
        }
        if (all instanceof Set<?> set) {
            return Collections.unmodifiableSet(set);
        }
        if (Queue.class.isAssignableFrom(declared)) {
            return all; // there is no unmodifiable view of it
        }
        return all instanceof List<?> list
                ? Collections.unmodifiableList(list)
                : Collections.unmodifiableCollection(all);
    }

    /** {@return a hash of the content of the arrays among these, to detect changes} */
    static int contentOfArrays(@Nullable Object[] arguments) {
        int content = 0;
        for (Object argument : arguments) {
            if (argument != null && argument.getClass().isArray()) {
                content = 31 * content + content(argument);
            }
        }
        return content;
    }

    private static int content(Object array) {
        if (!(array instanceof Object[] elements)) {
            return Arrays.deepHashCode(new Object[] {array});
        }
        int content = 1;
        for (Object element : elements) {
            boolean nested = element != null && element.getClass().isArray();
            content = 31 * content + (nested ? content(element) : System.identityHashCode(element));
        }
        return content;
    }
}
