package chaski.codec.jackson;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The codec {@code json}: RFC 8259 in UTF-8, for payloads that people or other programs read. Thread-safe. */
@Component(service = Codec.class)
public final class JsonCodec extends JacksonCodec {

    /** Used by {@link java.util.ServiceLoader} and by OSGi. */
    public JsonCodec() {
        super("json", JsonCodec::open);
    }

    private static JsonParser open(ObjectReader reader, byte[] bytes, int offset, int length) {
        if (!Utf8Validator.isValid(bytes, offset, offset + length)) {
            throw new CodecException("the bytes are not in UTF-8");
        }
        return new ExactNumbers(reader.createParser(bytes, offset, length));
    }

    @Deactivate
    void prepareToGo() {
        ClassPreloader.of(this);
    }

    @Override
    ObjectMapper mapper() {
        JsonFactory format = MapperSettings.apply(JsonFactory.builder())
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .build();
        return MapperSettings.apply(JsonMapper.builder(format)).build();
    }
}
