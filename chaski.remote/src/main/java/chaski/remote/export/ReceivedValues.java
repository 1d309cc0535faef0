package chaski.remote.export;

import chaski.api.codec.Codec;
import chaski.remote.value.References;
import chaski.remote.value.ValueType;
import chaski.remote.wire.WireValue;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded arguments of a call. A decoded reference is released with its proxy; the others are released by {@link
 * #discardUnread}, so that each is released exactly once, however the call ends. Confined to the thread that serves the
 * call.
 */
final class ReceivedValues {

    private final List<WireValue> values;
    private final References references;
    private final BitSet read = new BitSet();

    ReceivedValues(List<WireValue> values, References references) {
        this.values = values;
        this.references = references;
    }

    List<WireValue> all() {
        return values;
    }

    int count() {
        return values.size();
    }

    References references() {
        return references;
    }

    @Nullable
    Object read(int index, ValueType type, Codec codec) {
        Object argument = type.read(values.get(index), codec, references);
        read.set(index);
        return argument;
    }

    /** Releases the references that were not decoded. */
    void discardUnread() {
        for (int i = read.nextClearBit(0); i < values.size(); i = read.nextClearBit(i + 1)) {
            references.discard(values.get(i));
        }
    }
}
