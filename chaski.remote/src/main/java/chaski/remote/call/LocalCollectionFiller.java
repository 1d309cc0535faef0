package chaski.remote.call;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Implements methods of the JDK that fill a collection of the caller. The exporter would fill a copy, so the content is fetched and
 * added here. Stateless.
 */
@SuppressWarnings({"unchecked", "rawtypes"}) // the arguments of a proxy have no static types
final class LocalCollectionFiller {

    private LocalCollectionFiller() {}

    /** {@return what the method returns; empty if it is none of these} */
    static Optional<Object> call(Object proxy, Method method, @Nullable Object[] given) {
        return switch (method.getName()) {
            case "collect" -> collect(proxy, given);
            case "drainTo" ->
                proxy instanceof BlockingQueue<?> queue && method.getDeclaringClass() == BlockingQueue.class
                        ? Optional.of(drain(
                                queue, (Collection) given[0], given.length == 1 ? Integer.MAX_VALUE : (int) given[1]))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Object> collect(Object proxy, @Nullable Object[] given) {
        if (proxy instanceof Stream<?> stream) {
            Stream<Object> here = (Stream<Object>) stream.toList().stream();
            return Optional.ofNullable(
                    given.length == 1
                            ? here.collect((Collector<Object, ?, Object>) given[0])
                            : here.collect((Supplier) given[0], (BiConsumer) given[1], (BiConsumer) given[2]));
        }
        if (proxy instanceof IntStream stream) {
            return Optional.of(IntStream.of(stream.toArray())
                    .collect((Supplier<Object>) given[0], (ObjIntConsumer) given[1], (BiConsumer) given[2]));
        }
        if (proxy instanceof LongStream stream) {
            return Optional.of(LongStream.of(stream.toArray())
                    .collect((Supplier<Object>) given[0], (ObjLongConsumer) given[1], (BiConsumer) given[2]));
        }
        if (proxy instanceof DoubleStream stream) {
            return Optional.of(DoubleStream.of(stream.toArray())
                    .collect((Supplier<Object>) given[0], (ObjDoubleConsumer) given[1], (BiConsumer) given[2]));
        }
        return Optional.empty();
    }

    /** Takes at most as many as there are now, since others may keep adding. */
    private static int drain(BlockingQueue<?> queue, Collection all, int most) {
        int drained = 0;
        for (int left = Math.min(most, queue.size()); left > 0; left--) {
            Object next = queue.poll();
            if (next == null) {
                break;
            }
            all.add(next);
            drained++;
        }
        return drained;
    }
}
