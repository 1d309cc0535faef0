package chaski.testkit.hostile;

import java.nio.charset.StandardCharsets;

/** Makes the records of the streamer's channel, as its document describes them. */
public final class HostileStreamerRecords {

    /** The number of the channel. */
    public static final int CHANNEL = 2;

    private HostileStreamerRecords() {}

    /**
     * Opens a publisher.
     *
     * @param route the publisher's number
     * @param topic its topic; not checked
     * @param content how payloads are written, such as {@code text}
     * @return the record
     */
    public static HostileRecord open(long route, String topic, String content) {
        return HostileRecords.open(
                CHANNEL, route, new WireBytes().u8(1).text(topic).text(content).toArray());
    }

    /**
     * A message of text.
     *
     * @param route the publisher's number
     * @param sequence the message's number
     * @param text the payload
     * @return the record
     */
    public static HostileRecord text(long route, long sequence, String text) {
        return HostileRecords.message(CHANNEL, route, sequence, message(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A message without headers, published in 1970.
     *
     * @param payload its payload
     * @return the message's bytes
     */
    public static byte[] message(byte... payload) {
        return new WireBytes().u8(0).u64(0).bytes(payload).toArray();
    }
}
