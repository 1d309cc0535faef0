package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.LimitException;
import chaski.api.codec.Codec;
import chaski.api.remote.CallException;
import chaski.api.remote.RemoteInvocationException;
import chaski.remote.wire.RemoteFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes exceptions that were thrown on another node. It compares their names with those of known classes: those that the method
 * declares, and common ones of the JDK. No class is loaded by a received name. Immutable.
 */
public final class ExceptionDecoder {

    private static final List<Class<? extends Throwable>> COMMON = List.of(
            ArithmeticException.class,
            ArrayIndexOutOfBoundsException.class,
            CancellationException.class,
            ClassCastException.class,
            ConcurrentModificationException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class,
            NegativeArraySizeException.class,
            NoSuchElementException.class,
            NullPointerException.class,
            NumberFormatException.class,
            SecurityException.class,
            StringIndexOutOfBoundsException.class,
            UncheckedIOException.class,
            UnsupportedOperationException.class);

    /** Checked ones: decoded only where the method declares them or a superclass, since it could not throw them otherwise. */
    private static final List<Class<? extends Throwable>> COMMON_CHECKED =
            List.of(FileNotFoundException.class, IOException.class, InterruptedException.class, TimeoutException.class);

    /** Decodes exceptions that need not be declared. */
    public static final ExceptionDecoder UNDECLARED = new ExceptionDecoder(List.of());

    /** Matched with subclasses, too. */
    private final Map<String, Class<?>> declared = new LinkedHashMap<>();

    /** Matched exactly: for an unknown subclass the name is more useful. */
    private final Map<String, Class<?>> common = new LinkedHashMap<>();

    /**
     * Creates a decoder of the common exceptions and declared ones.
     *
     * @param types the exceptions that a method declares
     */
    public ExceptionDecoder(Collection<Class<?>> types) {
        COMMON.forEach(type -> common.put(type.getName(), type));
        for (Class<?> type : types) {
            COMMON_CHECKED.stream()
                    .filter(type::isAssignableFrom)
                    .forEach(checked -> common.put(checked.getName(), checked));
            if (isSpecific(type)) {
                declared.put(type.getName(), type);
            }
        }
    }

    /**
     * The most general ones are less useful than the name. And the end of a nested call that the method did not catch
     * must not be mistaken for the end of this call, which has run.
     */
    private static boolean isSpecific(Class<?> type) {
        return type != Throwable.class && type != Exception.class && !CallException.class.isAssignableFrom(type);
    }

    /** Decodes an exception.
     *
     * @param failure the encoded exception
     * @param where the description of the node in the stack trace
     * @param codec decodes its fields
     * @return the exception, with the remote stack first and that of the calling thread after it
     */
    public Throwable decode(RemoteFailure failure, String where, Codec codec) {
        if (failure.ofResult()) {
            return ofResult(failure.chain().get(0));
        }
        StackTraceElement[] here = new Throwable().getStackTrace();
        Throwable result = chain(failure, codec);
        List<StackTraceElement> frames = new ArrayList<>(Arrays.asList(result.getStackTrace()));
        frames.add(new StackTraceElement("", "-- called from here --", where, -1));
        frames.addAll(Arrays.asList(here));
        result.setStackTrace(frames.toArray(StackTraceElement[]::new));
        return result;
    }

    /** An exception type of this side: one of the method's exceptions could be mistaken for one that it threw. */
    private static Throwable ofResult(RemoteFailure.Thrown why) {
        String message = why.message().orElse("the method succeeded, but its result cannot be sent");
        return why.types().contains(LimitException.class.getName())
                ? new LimitException(message)
                : new CodecException(message);
    }

    private Throwable chain(RemoteFailure failure, Codec codec) {
        Throwable result = null;
        for (int i = failure.chain().size() - 1; i >= 0; i--) {
            RemoteFailure.Thrown thrown = failure.chain().get(i);
            result = one(thrown, result, codec);
            result.setStackTrace(thrown.frames().toArray(StackTraceElement[]::new));
            for (RemoteFailure suppressed : thrown.suppressed()) {
                result.addSuppressed(chain(suppressed, codec));
            }
        }
        if (result == null) {
            throw new IllegalArgumentException("expected a failure with one link at least");
        }
        return result;
    }

    private Throwable one(RemoteFailure.Thrown thrown, @Nullable Throwable cause, Codec codec) {
        String message = thrown.message().orElse(null);
        Optional<Throwable> made = known(thrown.types()).flatMap(type -> ExceptionFields.read(type, thrown, codec)
                .flatMap(fields -> make(type, message, cause, fields).filter(e -> ExceptionFields.set(e, fields))));
        return made.orElseGet(() -> initialized(
                new RemoteInvocationException(thrown.types().get(0), message == null ? "(no message)" : message),
                cause));
    }

    private Optional<Class<?>> known(List<String> types) {
        Class<?> exactly = common.get(types.get(0));
        return exactly != null
                ? Optional.of(exactly)
                : types.stream().filter(declared::containsKey).findFirst().map(declared::get);
    }

    private static Optional<Throwable> make(
            Class<?> type, @Nullable String message, @Nullable Throwable cause, Map<Field, @Nullable Object> fields) {
        Optional<Throwable> made = construct(type, new Class<?>[] {String.class, Throwable.class}, message, cause);
        if (made.isEmpty()) {
            made = construct(type, new Class<?>[] {String.class}, message).map(e -> initialized(e, cause));
        }
        if (made.isEmpty() && cause != null) {
            made = construct(type, new Class<?>[] {Throwable.class}, cause);
        }
        if (made.isEmpty()) {
            made = construct(type, new Class<?>[0]).map(e -> initialized(e, cause));
        }
        if (made.isEmpty()) {
            // an exception that composes its message of its fields
            Class<?>[] types = fields.keySet().stream().map(Field::getType).toArray(Class<?>[]::new);
            made = construct(type, types, fields.values().toArray())
                    .filter(e -> Objects.equals(e.getMessage(), message))
                    .map(e -> initialized(e, cause));
        }
        return made.or(() -> ofMixed(type, message, cause, fields));
    }

    /** Uses a constructor of message, cause and fields in any order, such as {@code (String, int, Throwable)}. */
    private static Optional<Throwable> ofMixed(
            Class<?> type, @Nullable String message, @Nullable Throwable cause, Map<Field, @Nullable Object> fields) {
        return Arrays.stream(type.getDeclaredConstructors())
                .sorted(Comparator.comparing(Constructor::toString))
                .flatMap(constructor -> mixed(constructor.getParameterTypes(), message, cause, fields)
                        .flatMap(arguments -> construct(type, constructor.getParameterTypes(), arguments))
                        .filter(e -> Objects.equals(e.getMessage(), message))
                        .map(e -> initialized(e, cause))
                        .stream())
                .findFirst();
    }

    /** The first string is the message; fields follow in the order of declaration. */
    private static Optional<@Nullable Object[]> mixed(
            Class<?>[] parameters,
            @Nullable String message,
            @Nullable Throwable cause,
            Map<Field, @Nullable Object> fields) {
        List<Map.Entry<Field, @Nullable Object>> left = new ArrayList<>(fields.entrySet());
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        boolean hasMessage = false;
        for (int i = 0; i < parameters.length; i++) {
            Class<?> parameter = parameters[i];
            if (Throwable.class.isAssignableFrom(parameter)) {
                arguments[i] = parameter.isInstance(cause) ? cause : null;
            } else if (parameter == String.class && !hasMessage) {
                arguments[i] = message;
                hasMessage = true;
            } else if (!left.isEmpty() && left.get(0).getKey().getType() == parameter) {
                arguments[i] = left.remove(0).getValue();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(arguments);
    }

    private static Optional<Throwable> construct(Class<?> type, Class<?>[] parameters, @Nullable Object... arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            return constructor.trySetAccessible()
                    ? Optional.of((Throwable) constructor.newInstance(arguments))
                    : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty(); // another constructor may match; if none does, the remote type is reported by name
        }
    }

    private static Throwable initialized(Throwable error, @Nullable Throwable cause) {
        if (cause != null && error.getCause() == null) {
            try {
                error.initCause(cause);
            } catch (IllegalStateException e) {
                error.addSuppressed(cause); // its class does not allow a cause to be set
            }
        }
        return error;
    }
}
