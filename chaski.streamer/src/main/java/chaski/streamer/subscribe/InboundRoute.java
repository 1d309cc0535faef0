package chaski.streamer.subscribe;

import chaski.api.ProtocolException;

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

    /** The number of the last message that came or has begun to come; numbers begin at 1. */
    private long lastSequence;

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

    /**
     * Takes the number of a message that has arrived: a higher one than all before, or that of the large message that has begun.
     *
     * @throws ProtocolException when it is another one
     */
    void arrived(long sequence) {
        if (hasBegun ? sequence != lastSequence : sequence <= lastSequence) {
            throw outOfOrder(hasBegun ? "the rest of" : "a message after", sequence);
        }
        lastSequence = sequence;
    }

    /**
     * Takes the number of a large message of which the first part has arrived.
     *
     * @throws ProtocolException when it is not higher than all before
     */
    void begins(long sequence) {
        if (sequence <= lastSequence) {
            throw outOfOrder("a message after", sequence);
        }
        lastSequence = sequence;
    }

    private ProtocolException outOfOrder(String expected, long sequence) {
        return new ProtocolException("publisher of " + source.topic() + ": expected " + expected + " number "
                + lastSequence + ", got number " + sequence);
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
