package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields that classes of exceptions declare in addition to those of the JDK. Stateless. */
final class ExceptionFields {

    /** The most bytes of all fields of one exception; beyond it the exception arrives by its name. */
    private static final int MAX_BYTES = 16_384;

    private ExceptionFields() {}

    /** {@return the fields of a class and its superclasses, each class's in the order of declaration} */
    static List<Field> of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && !at.getName().startsWith("java."); at = at.getSuperclass()) {
            Arrays.stream(at.getDeclaredFields())
                    .filter(f -> !Modifier.isStatic(f.getModifiers())
                            && !Modifier.isTransient(f.getModifiers())
                            && !f.isSynthetic())
                    .forEach(fields::add);
        }
        return fields;
    }

    /** Encodes the fields; empty when one cannot be encoded: its module is closed, it is a reference, or it is too long. */
    static Optional<List<RemoteFailure.Field>> write(Throwable error, List<String> types, Supplier<Codec> codec) {
        List<RemoteFailure.Field> written = new ArrayList<>();
        int bytes = 0;
        for (Field field : of(error.getClass())) {
            int type = types.indexOf(field.getDeclaringClass().getName());
            WireValue value = type < 0 ? null : write(field, error, codec);
            bytes += value instanceof WireValue.Written w ? w.bytes().length : 0;
            if (value == null || bytes > MAX_BYTES || written.size() == RemoteFailure.MAX_FIELDS) {
                return Optional.empty();
            }
            written.add(new RemoteFailure.Field(type, field.getName(), value));
        }
        return Optional.of(written);
    }

    private static @Nullable WireValue write(Field field, Throwable error, Supplier<Codec> codec) {
        try {
            return field.trySetAccessible()
                            && type(field).write(field.get(error), codec.get()) instanceof EncodedValue.Ready ready
                            && (ready.value() instanceof WireValue.Written
                                    || ready.value() instanceof WireValue.Nothing)
                    ? ready.value()
                    : null;
        } catch (CodecException | IllegalAccessException e) {
            return null; // it then arrives by the name of its class, which is more useful than an encoding error
        }
    }

    /**
     * Decodes the fields of the local class, which may be an older or newer version; empty when they do not fit it.
     *
     * @param type the local class
     * @param thrown the encoded exception
     */
    static Optional<Map<Field, @Nullable Object>> read(Class<?> type, RemoteFailure.Thrown thrown, Codec codec) {
        List<Field> here = of(type);
        Map<Field, @Nullable Object> values = new LinkedHashMap<>();
        if (here.isEmpty()) {
            return Optional.of(values);
        }
        if (thrown.fields().isEmpty()) {
            return Optional.empty();
        }
        for (Field field : here) {
            for (RemoteFailure.Field arrived : thrown.fields().get()) {
                if (field.getName().equals(arrived.name())
                        && field.getDeclaringClass()
                                .getName()
                                .equals(thrown.types().get(arrived.type()))) {
                    try {
                        values.put(field, type(field).read(arrived.value(), codec, NoReferences.INSTANCE));
                    } catch (CodecException e) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(values);
    }

    /** Sets the fields; false when a module is closed. */
    static boolean set(Throwable error, Map<Field, @Nullable Object> values) {
        for (Map.Entry<Field, @Nullable Object> entry : values.entrySet()) {
            try {
                if (!entry.getKey().trySetAccessible()) {
                    return false;
                }
                entry.getKey().set(error, entry.getValue());
            } catch (IllegalAccessException e) {
                return false;
            }
        }
        return true;
    }

    private static ValueType type(Field field) {
        return ValueTypeFactory.of(new TypeResolver(field.getDeclaringClass()).resolve(field.getGenericType()));
    }
}
