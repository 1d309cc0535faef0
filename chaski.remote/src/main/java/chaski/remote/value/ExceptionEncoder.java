package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.LimitException;
import chaski.api.codec.Codec;
import chaski.remote.wire.RemoteFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Encodes exceptions. Stateless. */
public final class ExceptionEncoder {

    private ExceptionEncoder() {}

    /** The most exceptions in one failure, which bounds a tree of suppressed ones. */
    private static final int MAX_THROWN = 32;

    /**
     * Encodes an exception, its causes and suppressed exceptions, within the limits.
     *
     * @param error the exception
     * @param codec supplies the codec for the fields of its class; called only if it has some
     * @return the failure
     */
    public static RemoteFailure encode(Throwable error, Supplier<Codec> codec) {
        return encode(error, codec, Collections.newSetFromMap(new IdentityHashMap<>()), 0);
    }

    /**
     * Encodes the reason why the result of a method cannot be sent.
     *
     * @param error the reason
     * @return the failure
     */
    public static RemoteFailure ofResult(Throwable error) {
        List<String> types =
                List.of((error instanceof LimitException ? LimitException.class : CodecException.class).getName());
        String text = "the method succeeded, but its result cannot be sent: " + message(error);
        return new RemoteFailure(
                true, List.of(new RemoteFailure.Thrown(types, Optional.of(text), List.of(), Optional.empty())));
    }

    private static RemoteFailure encode(Throwable error, Supplier<Codec> codec, Set<Throwable> seen, int depth) {
        List<RemoteFailure.Thrown> chain = new ArrayList<>();
        Throwable next = error;
        while (next != null && chain.size() < RemoteFailure.MAX_CHAIN && (seen.add(next) || chain.isEmpty())) {
            chain.add(one(next, codec, seen, depth));
            next = next.getCause();
        }
        return new RemoteFailure(chain);
    }

    private static List<RemoteFailure> suppressed(
            Throwable error, Supplier<Codec> codec, Set<Throwable> seen, int depth) {
        List<RemoteFailure> all = new ArrayList<>();
        for (Throwable suppressed : error.getSuppressed()) {
            boolean room = depth < RemoteFailure.MAX_DEPTH
                    && all.size() < RemoteFailure.MAX_SUPPRESSED
                    && seen.size() < MAX_THROWN;
            if (room && !seen.contains(suppressed)) {
                all.add(encode(suppressed, codec, seen, depth + 1));
            }
        }
        return all;
    }

    private static RemoteFailure.Thrown one(Throwable error, Supplier<Codec> codec, Set<Throwable> seen, int depth) {
        List<String> types = new ArrayList<>();
        Class<?> type = error.getClass();
        while (type != null && type != Throwable.class && types.size() < RemoteFailure.MAX_TYPES) {
            types.add(type.getName());
            type = type.getSuperclass();
        }
        if (types.isEmpty()) {
            types.add(Throwable.class.getName());
        }
        List<StackTraceElement> frames = Arrays.stream(error.getStackTrace())
                .limit(RemoteFailure.MAX_FRAMES)
                .toList();
        return new RemoteFailure.Thrown(
                types,
                Optional.ofNullable(message(error)),
                frames,
                ExceptionFields.write(error, types, codec),
                suppressed(error, codec, seen, depth));
    }

    /** The message is computed by user code, which may throw. */
    private static @Nullable String message(Throwable error) {
        try {
            return error.getMessage();
        } catch (RuntimeException e) {
            return "(its message could not be read: " + e.getClass().getName() + ")";
        }
    }
}
