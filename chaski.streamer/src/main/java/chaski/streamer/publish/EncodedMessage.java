package chaski.streamer.publish;

import java.nio.ByteBuffer;
import java.util.Map;

/** An outgoing message, as bytes. Used by one publishing thread. */
final class EncodedMessage {

    private final ByteBuffer body;
    private final Map<String, String> headers;
    private final int headerBytes;
    private LocalReceiver[] receivers = LocalReceiver.NOBODY;

    /**
     * Creates a message.
     *
     * @param body headers, if any, and payload, from position to limit
     * @param headers the same headers, not modifiable
     * @param headerBytes how many bytes of the body they are; 0 for none
     */
    EncodedMessage(ByteBuffer body, Map<String, String> headers, int headerBytes) {
        this.body = body;
        this.headers = headers;
        this.headerBytes = headerBytes;
    }

    ByteBuffer body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean hasHeaders() {
        return headerBytes > 0;
    }

    /** A copy of the payload. */
    byte[] payload() {
        byte[] payload = new byte[body.remaining() - headerBytes];
        body.get(body.position() + headerBytes, payload);
        return payload;
    }

    void deliveredTo(LocalReceiver[] all) {
        receivers = all;
    }

    /** Calls the inline handlers of the subscriptions to which it was delivered. For a thread that holds no lock. */
    void runInlineHandlers() {
        for (LocalReceiver receiver : receivers) {
            receiver.mailbox().runInline();
        }
    }
}
