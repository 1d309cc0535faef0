package chaski.remote.member;

import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What was found out about types, for as long as an export or a proxy uses it.
 *
 * <p>It keeps neither the types nor what was found; and it is no {@code ClassValue}: a class of the JDK would keep the values of one that
 * is gone until it is asked for another one, and with them what codecs prepared, and their class loaders. Thread-safe.
 */
public final class MembersCache {

    private final Map<Class<?>, WeakReference<Members>> byClass = new WeakHashMap<>();

    /** Nothing is found out yet. */
    public MembersCache() {}

    /**
     * Looks through a type, unless what was found before of a class is still in use.
     *
     * @param type an interface or a class, perhaps with arguments for its type variables
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
