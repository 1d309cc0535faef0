package chaski.remote.mutation;

import java.util.Set;

/** A path is open if an open one begins with it, or it begins with an open one. */
public final class OpenByPrefix {

    private OpenByPrefix() {}

    /** Replaces {@link Set#contains}. */
    public static boolean contains(Set<?> open, Object way) {
        return open.stream()
                .map(Object::toString)
                .anyMatch(path ->
                        path.startsWith(way.toString()) || way.toString().startsWith(path));
    }
}
