package chaski.node.osgi;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A codec that may be taken back, as that of a bundle is. Whoever has prepared a type with it, a subscription that has heard nothing for
 * long, say, then holds no class of the bundle any more. Thread-safe.
 */
final class LentCodec implements Codec {

    private final String name;
    private volatile @Nullable Codec codec;

    /** Held weakly: they are there for those who asked for them. */
    private final Set<LentPayload<?>> prepared =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    LentCodec(Codec codec) {
        this.name = codec.name();
        this.codec = codec;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <T> PayloadCodec<T> forType(Type type) {
        LentPayload<T> payload = new LentPayload<>(name, present(codec, name).forType(type));
        prepared.add(payload);
        if (codec == null) {
            payload.takeBack(); // taken back meanwhile, perhaps before this one could be seen
        }
        return payload;
    }

    /** Lets go of the codec and of all that was prepared with it. */
    void takeBack() {
        codec = null;
        List<LentPayload<?>> all;
        synchronized (prepared) {
            all = List.copyOf(prepared);
            prepared.clear();
        }
        all.forEach(LentPayload::takeBack);
    }

    private static <P> P present(@Nullable P lent, String name) {
        if (lent == null) {
            throw new CodecException("the codec '" + name + "' is gone, and no other has taken its place");
        }
        return lent;
    }

    @Override
    public String toString() {
        return name;
    }

    /** A prepared type, as long as its codec is there. */
    private static final class LentPayload<T> implements PayloadCodec<T> {

        private final String codec;
        private volatile @Nullable PayloadCodec<T> payload;

        LentPayload(String codec, PayloadCodec<T> payload) {
            this.codec = codec;
            this.payload = payload;
        }

        void takeBack() {
            payload = null;
        }

        @Override
        public void encode(T value, OutputStream out) {
            present(payload, codec).encode(value, out);
        }

        @Override
        public T decode(ByteBuffer bytes) {
            return present(payload, codec).decode(bytes);
        }
    }
}
