package chaski.streamer.payload;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One payload type, prepared once by each codec that is used with it. Entries of codecs that were removed or replaced
 * are dropped with the next payload. Thread-safe.
 */
final class PreparedCodecs<T> {

    private final Type type;
    private final Supplier<Map<String, Codec>> codecs;
    private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();

    PreparedCodecs(Type type, Supplier<Map<String, Codec>> codecs) {
        this.type = type;
        this.codecs = codecs;
    }

    private record Entry<T>(Codec codec, PayloadCodec<T> payload) {}

    /** Prepares the type with one codec. */
    PayloadCodec<T> with(String name) {
        Map<String, Codec> present = codecs.get();
        Codec codec = present.get(name);
        Entry<T> entry = entries.get(name);
        if (codec == null) {
            entries.remove(name);
            throw new CodecException("no codec is named '" + name + "': expected one of "
                    + new TreeSet<>(present.keySet())
                    + "; a module such as chaski.codec.jackson, on the path or installed, brings more");
        }
        if (entry == null || entry.codec() != codec) {
            entry = new Entry<>(codec, codec.forType(type));
            entries.put(name, entry);
        }
        return entry.payload();
    }

    /**
     * Fails now instead of at the first message if no codec supports the type.
     *
     * @throws CodecException if all available codecs refuse it
     */
    void withAny() {
        CodecException refusal = null;
        for (String name : codecs.get().keySet()) {
            refusal = refusal(name);
            if (refusal == null) {
                return;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private @Nullable CodecException refusal(String name) {
        try {
            with(name);
            return null;
        } catch (CodecException e) {
            return e;
        }
    }
}
