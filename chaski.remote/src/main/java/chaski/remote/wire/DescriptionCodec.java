package chaski.remote.wire;

import static chaski.remote.wire.MessageFields.u63;
import static chaski.remote.wire.MessageFields.u8;
import static chaski.remote.wire.MessageFields.violation;

import chaski.api.LimitException;
import chaski.api.ProtocolException;
import chaski.api.remote.ExportProperties;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Encodes and decodes the messages of the channel of descriptions (docs/protocol/descriptions.md). Stateless. */
public final class DescriptionCodec {

    /** The most bytes of a message: a description is metadata, and every node keeps those of all its peers. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The most bytes of the key of a property. */
    private static final int MAX_KEY_BYTES = 1_024;

    private static final int VERSION = 1;
    private static final int DESCRIBE = 1;
    private static final int INITIAL_BYTES = 512;

    private DescriptionCodec() {}

    /** {@return the preamble of the route} */
    public static ByteBuffer preamble() {
        return ByteBuffer.wrap(new byte[] {VERSION});
    }

    /**
     * Checks the preamble of a peer's route.
     *
     * @param preamble as received
     * @throws ProtocolException when it is of another version
     */
    public static void checkPreamble(ByteBuffer preamble) {
        int version = u8(preamble, "version of descriptions");
        if (version != VERSION || preamble.hasRemaining()) {
            throw violation("version of descriptions", String.valueOf(VERSION), version);
        }
    }

    /**
     * Encodes a description.
     *
     * @param description the description
     * @return the message
     * @throws LimitException when it is longer than {@link #MAX_BYTES}
     */
    public static ByteBuffer encode(ExportDescription description) {
        MessageFields.Out out = new MessageFields.Out(INITIAL_BYTES)
                .u8(DESCRIBE)
                .u64(description.export())
                .i32(description.properties().size());
        description.properties().forEach((key, value) -> {
            out.text(key, MAX_KEY_BYTES, "key of a property");
            PropertyValueCodec.encode(out, value);
        });
        ByteBuffer bytes = out.bytes();
        if (bytes.remaining() > MAX_BYTES) {
            throw new LimitException(
                    "expected properties of an export of at most " + MAX_BYTES + " bytes, got " + bytes.remaining());
        }
        return bytes;
    }

    /**
     * Decodes a description.
     *
     * @param message as received
     * @return the description
     * @throws ProtocolException when the bytes violate the protocol
     */
    public static ExportDescription decode(ByteBuffer message) {
        if (message.remaining() > MAX_BYTES) {
            throw violation("description", "at most " + MAX_BYTES + " bytes", message.remaining());
        }
        int type = u8(message, "type of a description");
        if (type != DESCRIBE) {
            throw violation("type of a description", String.valueOf(DESCRIBE), type);
        }
        long export = u63(message, "export");
        int count = MessageFields.i32(message, "number of properties");
        if (count < 0 || count > ExportProperties.MAX_PROPERTIES) {
            throw violation("number of properties", "at most " + ExportProperties.MAX_PROPERTIES, count);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = MessageFields.text(message, MAX_KEY_BYTES, "key of a property");
            if (properties.put(key, PropertyValueCodec.decode(message)) != null) {
                throw violation("key of a property", "each once", key);
            }
        }
        if (message.hasRemaining()) {
            throw violation("description", "no bytes after the last property", message.remaining());
        }
        return new ExportDescription(export, ExportProperties.copyOf(properties));
    }
}
