package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.wire.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sealed type: the name of the case travels, and only those that the type permits are known. */
final class CaseType extends ValueType {

    private final Map<String, Class<?>> cases = new LinkedHashMap<>();
    private final Map<Class<?>, Written> written = new LinkedHashMap<>();

    CaseType(Class<?> raw) {
        super(raw);
        permit(raw);
    }

    private void permit(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted == null) {
            cases.put(type.getSimpleName(), type);
            written.put(type, new Written(type));
        } else {
            for (Class<?> one : permitted) {
                permit(one);
            }
        }
    }

    @Override
    Draft writeValue(Object value, Codec codec) {
        Map.Entry<Class<?>, Written> found = written.entrySet().stream()
                .filter(e -> e.getKey().isInstance(value))
                .findFirst()
                .orElseThrow(() -> new CodecException("expected one of " + cases.keySet() + ", got a "
                        + value.getClass().getName()));
        return new Draft.Ready(
                new Value.Case(found.getKey().getSimpleName(), found.getValue().encode(value, codec)));
    }

    @Override
    Object readValue(Value value, Codec codec, References references) {
        if (!(value instanceof Value.Case v)) {
            throw unexpected(value);
        }
        Class<?> type = cases.get(v.name());
        Written reader = type == null ? null : written.get(type);
        if (reader == null) {
            throw new CodecException("expected one of " + cases.keySet() + " for " + raw().getName() + ", got another");
        }
        return reader.decode(v.bytes(), codec);
    }
}
