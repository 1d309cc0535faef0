package chaski.remote.member;

import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Caches the members of types for as long as an export or a proxy uses them.
 *
 * <p>It refers weakly to the types and their members. A {@code ClassValue} is not an option: a class of the JDK would retain the values
 * of a removed one until the next lookup, and with them prepared codecs and their class loaders. Thread-safe.
 */
public final class MembersCache {

    private final Map<Class<?>, WeakReference<Members>> byClass = new WeakHashMap<>();

    /** Creates an empty cache. */
    public MembersCache() {}

    /**
     * Returns the members of a type; scans it unless the members of a class are still in use.
     *
     * @param type an interface or a class, possibly with arguments for its type variables
     * @return its members
     */
    public Members of(Type type) {
        return type instanceof Class<?> c ? ofClass(c) : new Members(type);
    }

    private Members ofClass(Class<?> type) {
        synchronized (byClass) {
            WeakReference<Members> known = byClass.get(type);
            Members members = known == null ? null : known.get();
            if (members != null) {
                return members;
            }
        }
        Members found = new Members(type);
        synchronized (byClass) {
            byClass.put(type, new WeakReference<>(found));
        }
        return found;
    }
}
