package chaski.codec.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;

/** Opens the bytes of one value for reading, as its format needs it. */
@FunctionalInterface
interface ParserSource {

    /**
     * Opens the bytes.
     *
     * @throws chaski.api.CodecException if they exceed a limit that the parser does not know
     */
    JsonParser open(ObjectReader reader, byte[] bytes, int offset, int length);
}
