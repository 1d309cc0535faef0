package chaski.codec.jackson;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.lang.reflect.Type;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/** The codec {@code cbor}: RFC 8949, compact, the default of publishers. Thread-safe. */
@Component(service = Codec.class)
public final class CborCodec extends JacksonCodec {

    /** Used by {@link java.util.ServiceLoader} and by OSGi. */
    public CborCodec() {
        super("cbor", CborCodec::open);
    }

    static JsonParser open(ObjectReader reader, byte[] bytes, int offset, int length) {
        boolean hasFractions = CborShape.check(bytes, offset, length);
        JsonParser parser = reader.createParser(bytes, offset, length);
        return hasFractions ? new CheckedNumbers(parser) : parser;
    }

    @Override
    <T> PayloadCodec<T> shortened(Type type, PayloadCodec<T> payload) {
        DirectType<T> direct = DirectTypes.of(type);
        return direct == null ? payload : new DirectPayload<>(direct, payload);
    }

    @Deactivate
    void prepareToGo() {
        ClassPreloader.of(this);
    }

    @Override
    ObjectMapper mapper() {
        return MapperSettings.apply(CBORMapper.builder(
                        MapperSettings.apply(CBORFactory.builder()).build()))
                .build();
    }
}
