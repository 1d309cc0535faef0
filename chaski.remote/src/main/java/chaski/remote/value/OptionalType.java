package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;
import java.util.Optional;

/** A value that may be absent. */
final class OptionalType extends ValueType {

    private final ValueType content;

    OptionalType(ValueType content) {
        super(Optional.class);
        this.content = content;
    }

    @Override
    public ValueType present() {
        return content.present();
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        return content.write(((Optional<?>) value).orElse(null), codec);
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        return Optional.of(content.readValue(value, codec, references));
    }

    @Override
    Object nothing() {
        return Optional.empty();
    }
}
