package chaski.api.streamer;

/**
 * How a publisher works.
 *
 * @param codec the name of the codec for payloads other than bytes and strings; default {@code cbor}
 */
public record PublisherOptions(String codec) {

    /** CBOR. */
    public static final PublisherOptions DEFAULT = new PublisherOptions("cbor");
}
