package chaski.api.streamer;

/**
 * How a publisher works.
 *
 * @param codec the name of the codec for payloads other than bytes and strings; default {@code cbor}
 * @param reliability what is asked of the way the messages take; default {@link Reliability#RELIABLE}
 */
public record PublisherOptions(String codec, Reliability reliability) {

    /** CBOR, reliable. */
    public static final PublisherOptions DEFAULT = new PublisherOptions("cbor", Reliability.RELIABLE);

    /** CBOR, as datagrams. */
    public static final PublisherOptions DATAGRAM = new PublisherOptions("cbor", Reliability.DATAGRAM);

    /**
     * Reliable, with another codec.
     *
     * @param codec its name
     */
    public PublisherOptions(String codec) {
        this(codec, Reliability.RELIABLE);
    }
}
