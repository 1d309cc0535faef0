package chaski.streamer.subscribe;

/** One publisher of a peer, and who gets its messages now. Confined to the session's I/O thread. */
final class InboundRoute {

    private static final Lane[] NOBODY = {};

    private final Source source;

    /** Who gets its messages, as found when these two were what they say. */
    private Lane[] lanes = NOBODY;

    private long version = -1;
    private long applied = -1;

    /** Who gets the large message that has begun to arrive. */
    private Lane[] begun = NOBODY;

    private boolean hasBegun;

    InboundRoute(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    boolean isCurrent(long mailboxesVersion, long appliedVersion) {
        return version == mailboxesVersion && applied == appliedVersion;
    }

    void lanes(Lane[] found, long mailboxesVersion, long appliedVersion) {
        lanes = found;
        version = mailboxesVersion;
        applied = appliedVersion;
    }

    Lane[] lanes() {
        return lanes;
    }

    /** A large message has begun: whoever gets it is known from now on. */
    void begin(Lane[] receivers) {
        begun = receivers;
        hasBegun = true;
        for (Lane lane : receivers) {
            lane.mailbox().expect();
        }
    }

    boolean hasBegun() {
        return hasBegun;
    }

    /** The large message is here, or will never be; {@link Mailbox#expectNoMore} must follow for each receiver. */
    Lane[] end() {
        Lane[] receivers = begun;
        begun = NOBODY;
        hasBegun = false;
        return receivers;
    }
}
