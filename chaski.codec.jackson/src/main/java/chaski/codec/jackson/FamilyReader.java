package chaski.codec.jackson;

import chaski.api.CodecException;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serial;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.impl.AsPropertyTypeDeserializer;

/**
 * Reads values of a sealed type. The name must be first: anything before it would have to be buffered, at each level
 * again. Thread-safe.
 */
final class FamilyReader extends AsPropertyTypeDeserializer {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ClassNames.OfFamily names;

    FamilyReader(JavaType base, ClassNames.OfFamily names) {
        super(base, names, ClassNameTyping.PROPERTY, false, null, JsonTypeInfo.As.PROPERTY, true);
        this.names = names;
    }

    private FamilyReader(FamilyReader from, BeanProperty property) {
        super(from, property);
        this.names = from.names;
    }

    @Override
    public TypeDeserializer forProperty(BeanProperty property) {
        return property == _property ? this : new FamilyReader(this, property);
    }

    @Override
    public Object deserializeTypedFromObject(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            token = parser.nextToken();
        } else if (token == JsonToken.START_ARRAY) {
            return deserializeTypedFromArray(parser, context);
        } else if (token == JsonToken.VALUE_STRING) {
            throw new CodecException("expected one of " + names.family().names() + " with its name, got text");
        }
        if (token != JsonToken.PROPERTY_NAME || !ClassNameTyping.PROPERTY.equals(parser.currentName())) {
            throw new CodecException("expected a property '" + ClassNameTyping.PROPERTY
                    + "' before all others, with one of " + names.family().names());
        }
        return super.deserializeTypedFromObject(parser, context);
    }
}
