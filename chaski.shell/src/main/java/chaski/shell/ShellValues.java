package chaski.shell;

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

/** Converts the values of calls from and to the text of the shell. */
final class ShellValues {

    /** Beyond this a double cannot represent every whole number. */
    private static final double EXACT = 1L << 53;

    private final PayloadCodec<Object> json;

    ShellValues(Node node) {
        Codec codec = node.codecs().get("json");
        if (codec == null) {
            throw new ShellException("values need a codec for JSON; install the bundle chaski.codec.jackson");
        }
        json = codec.forType(Object.class);
    }

    /** Parses JSON. A text that is none represents itself, so that words need no quotes in quotes. */
    @Nullable
    Object parse(String text) {
        if (text.strip().equals("null")) {
            return null;
        }
        try {
            return json.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CodecException e) {
            return text;
        }
    }

    /** Formats a text as itself, everything else as JSON, whole numbers without a fraction. */
    String print(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return ShellText.line(text);
        }
        if (value instanceof RemoteObject) {
            return "(an object that stays at its node, for programs to use)";
        }
        if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < EXACT) {
            return new BigDecimal(d).toPlainString();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.encode(value, out);
        return ShellText.line(out.toString(StandardCharsets.UTF_8));
    }
}
