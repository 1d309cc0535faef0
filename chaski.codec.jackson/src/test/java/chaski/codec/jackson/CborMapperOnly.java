package chaski.codec.jackson;

import chaski.api.codec.PayloadCodec;
import java.lang.reflect.Type;
import tools.jackson.databind.ObjectMapper;

/** CBOR without the short ways of {@link CborCodec}. */
final class CborMapperOnly extends JacksonCodec {

    private final CborCodec codec = new CborCodec();

    CborMapperOnly() {
        super("cbor", CborCodec::open);
    }

    @Override
    ObjectMapper mapper() {
        return codec.mapper();
    }

    @Override
    <T> PayloadCodec<T> shortened(Type type, PayloadCodec<T> payload) {
        return payload;
    }
}
