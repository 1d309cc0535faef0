package chaski.cli;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import chaski.api.node.Node;
import chaski.api.remote.RemoteObject;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Converts values from and to their form on the command line. It uses the codec, since values may be of any type. */
final class JsonValues {

    /** Beyond this a double cannot represent every whole number. */
    private static final double EXACT = 1L << 53;

    private final PayloadCodec<Object> json;

    JsonValues(Node node) {
        Codec codec = node.codecs().get("json");
        if (codec == null) {
            throw new CommandFailure("no codec for JSON is installed");
        }
        json = codec.forType(Object.class);
    }

    /** Parses a value from the command line. */
    @Nullable
    Object parse(String text) {
        if (text.strip().equals("null")) {
            return null;
        }
        try {
            return json.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CodecException e) {
            throw new CommandFailure("expected JSON such as 5, true, '\"text\"' or '[1,2]', got '" + text + "'");
        }
    }

    /** Formats a value as JSON, whole numbers without a fraction. */
    String print(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof RemoteObject) {
            throw new CommandFailure(
                    "the method ran; what it returned is an object that stays where it is, for programs to use");
        }
        if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < EXACT) {
            return new BigDecimal(d).toPlainString();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.encode(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The line for a value: for programs an object with one key, for people plain text. */
    String line(String key, @Nullable Object value, boolean forPrograms) {
        if (forPrograms) {
            return Json.object().put(key, new Json.Raw(print(value))).toString();
        }
        return value instanceof String text ? text : print(value);
    }
}
