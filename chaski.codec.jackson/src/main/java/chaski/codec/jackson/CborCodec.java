package chaski.codec.jackson;

import chaski.api.codec.Codec;
import org.osgi.service.component.annotations.Component;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/** The codec {@code cbor}: RFC 8949, compact, the default of publishers. Thread-safe. */
@Component(service = Codec.class)
public final class CborCodec extends JacksonCodec {

    /** Made by {@link java.util.ServiceLoader} and by OSGi. */
    public CborCodec() {
        super("cbor", CborShape::check);
    }

    @Override
    ObjectMapper mapper() {
        return Rules.apply(CBORMapper.builder(Rules.apply(CBORFactory.builder()).build()))
                .build();
    }
}
