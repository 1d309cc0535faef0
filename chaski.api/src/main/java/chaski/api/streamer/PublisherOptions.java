package chaski.api.streamer;

/**
 * How a publisher works. Immutable; each method with a parameter returns a changed copy, beginning with {@link #DEFAULT} or
 * {@link #DATAGRAM}.
 *
 * @param codec the name of the codec for payloads other than bytes and strings; default {@code cbor}
 * @param reliability what is asked of the way the messages take; default {@link Reliability#RELIABLE}
 * @param failFast whether {@code publish} fails at once, with {@link NotPublishedException.Reason#IN_DOUBT}, rather than waits for a peer
 *     whose process seems to have ended, which it does for two seconds at most otherwise; default false
 */
public record PublisherOptions(String codec, Reliability reliability, boolean failFast) {

    /** CBOR, reliable. */
    public static final PublisherOptions DEFAULT = new PublisherOptions("cbor", Reliability.RELIABLE, false);

    /** CBOR, as datagrams. */
    public static final PublisherOptions DATAGRAM = DEFAULT.reliability(Reliability.DATAGRAM);

    /**
     * Sets the codec.
     *
     * @param name its name
     * @return a changed copy
     */
    public PublisherOptions codec(String name) {
        return new PublisherOptions(name, reliability, failFast);
    }

    /**
     * Sets what is asked of the way the messages take.
     *
     * @param wanted what
     * @return a changed copy
     */
    public PublisherOptions reliability(Reliability wanted) {
        return new PublisherOptions(codec, wanted, failFast);
    }

    /**
     * Sets whether a message fails rather than waits for a peer in doubt.
     *
     * @param wanted whether
     * @return a changed copy
     */
    public PublisherOptions failFast(boolean wanted) {
        return new PublisherOptions(codec, reliability, wanted);
    }
}
