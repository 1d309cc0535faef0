package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes what was thrown. Stateless. */
public final class Failures {

    private Failures() {}

    /**
     * Describes an exception and its causes, as far as the limits go.
     *
     * @param error what was thrown
     * @param codec gives what writes the fields of its class; asked only if it has some
     * @return its description
     */
    public static Failure describe(Throwable error, Supplier<Codec> codec) {
        List<Failure.Thrown> chain = new ArrayList<>();
        Throwable next = error;
        while (next != null && chain.size() < Failure.MAX_CHAIN) {
            chain.add(one(next, codec));
            next = next.getCause() == next ? null : next.getCause();
        }
        return new Failure(chain);
    }

    private static Failure.Thrown one(Throwable error, Supplier<Codec> codec) {
        List<String> types = new ArrayList<>();
        Class<?> type = error.getClass();
        while (type != null && type != Throwable.class && types.size() < Failure.MAX_TYPES) {
            types.add(type.getName());
            type = type.getSuperclass();
        }
        if (types.isEmpty()) {
            types.add(Throwable.class.getName());
        }
        List<StackTraceElement> frames =
                Arrays.stream(error.getStackTrace()).limit(Failure.MAX_FRAMES).toList();
        return new Failure.Thrown(
                types, Optional.ofNullable(message(error)), frames, OwnFields.write(error, types, codec));
    }

    /** A message is computed by user code, which may fail itself. */
    private static @Nullable String message(Throwable error) {
        try {
            return error.getMessage();
        } catch (RuntimeException e) {
            return "(its message could not be read: " + e.getClass().getName() + ")";
        }
    }
}
