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
 * A codec that can be revoked, since its bundle may be. An object that has prepared a type with it, for example a
 * subscription that has received nothing for long, then holds no class of the bundle any more. Thread-safe.
 */
final class LentCodec implements Codec {

    private final String name;
    private volatile @Nullable Codec codec;

    /** Held weakly: they exist for the objects that prepared them. */
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
            payload.takeBack(); // revoked in the meantime, perhaps before this one was visible
        }
        return payload;
    }

    /** Drops the codec and everything that was prepared with it. */
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

    /** A prepared type, while its codec is available. */
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
