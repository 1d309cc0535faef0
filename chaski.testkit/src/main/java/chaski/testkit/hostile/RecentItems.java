package chaski.testkit.hostile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What has arrived and was not taken yet; beyond 100,000 items, or 32 MiB, the oldest is dropped. Not thread-safe. */
final class RecentItems<T> {

    private static final int MOST = 100_000;
    private static final long MOST_BYTES = 32 << 20;

    private final Deque<T> kept = new ArrayDeque<>();
    private final ToIntFunction<T> size;
    private long bytes;

    RecentItems(ToIntFunction<T> size) {
        this.size = size;
    }

    void add(T next) {
        kept.add(next);
        bytes += size.applyAsInt(next);
        while (kept.size() > MOST || bytes > MOST_BYTES) {
            bytes -= size.applyAsInt(kept.remove());
        }
    }

    boolean contains(Predicate<? super T> wanted) {
        return kept.stream().anyMatch(wanted);
    }

    @Nullable
    T take(Predicate<? super T> wanted) {
        for (Iterator<T> each = kept.iterator(); each.hasNext(); ) {
            T next = each.next();
            if (wanted.test(next)) {
                each.remove();
                bytes -= size.applyAsInt(next);
                return next;
            }
        }
        return null;
    }

    List<T> all() {
        return List.copyOf(kept);
    }
}
