package chaski.cli;

import chaski.api.streamer.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Writes a message as one JSON object: a payload that is no UTF-8 text is given as {@code payloadBase64}. */
final class MessageJson {

    private MessageJson() {}

    static byte[] line(Message<byte[]> message) {
        Json json = Json.object()
                .put("topic", message.topic().name())
                .put("sequence", message.sequence())
                .put("timestamp", message.timestamp().toString())
                .put(
                        "origin",
                        Json.object()
                                .put("node", message.origin().node().toString())
                                .put("incarnation", message.origin().incarnation())
                                .put("publisher", message.origin().publisher())
                                .nested());
        if (!message.headers().isEmpty()) {
            json.put("headers", headers(message.headers()));
        }
        payload(json, message.payload());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Json.Raw headers(Map<String, String> headers) {
        Json json = Json.object();
        headers.forEach(json::put);
        return json.nested();
    }

    private static void payload(Json json, byte[] payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            json.put("payload", text);
        } catch (CharacterCodingException e) {
            json.put("payloadBase64", Base64.getEncoder().encodeToString(payload));
        }
    }
}
