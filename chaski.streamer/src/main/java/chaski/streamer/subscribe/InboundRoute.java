package chaski.streamer.subscribe;

import chaski.api.ProtocolException;

/** One publisher of a peer, and the current receivers of its messages. Confined to the session's I/O thread. */
final class InboundRoute {

    private static final DeliveryBatcher[] NO_RECEIVERS = {};

    private final PublisherDescriptor source;

    /** The receivers of its messages, as found at these two versions. */
    private DeliveryBatcher[] receivers = NO_RECEIVERS;

    private long version = -1;
    private long applied = -1;

    /** True if the peer may publish the topic. */
    private boolean admitted;

    /** The receivers of the large message that has begun to arrive. */
    private DeliveryBatcher[] begun = NO_RECEIVERS;

    private boolean hasBegun;

    /** The number of the last message that has arrived or begun to arrive; numbers begin at 1. */
    private long lastSequence;

    InboundRoute(PublisherDescriptor source) {
        this.source = source;
    }

    PublisherDescriptor source() {
        return source;
    }

    boolean isCurrent(long mailboxesVersion, long appliedVersion) {
        return version == mailboxesVersion && applied == appliedVersion;
    }

    void receivers(DeliveryBatcher[] found, long mailboxesVersion, long appliedVersion) {
        receivers = found;
        version = mailboxesVersion;
        applied = appliedVersion;
    }

    /** Its receivers have to be found again. */
    void forgetReceivers() {
        version = -1;
    }

    void admitted(boolean mayPublish) {
        admitted = mayPublish;
    }

    boolean isAdmitted() {
        return admitted;
    }

    DeliveryBatcher[] receivers() {
        return receivers;
    }

    /**
     * Checks and records the number of a message that has arrived: it must be higher than all before, or that of the
     * large message that has begun.
     *
     * @throws ProtocolException if it is another one
     */
    void arrived(long sequence) {
        if (hasBegun ? sequence != lastSequence : sequence <= lastSequence) {
            throw outOfOrder(hasBegun ? "the rest of" : "a message after", sequence);
        }
        lastSequence = sequence;
    }

    /**
     * Checks and records the number of a large message whose first part has arrived.
     *
     * @throws ProtocolException if it is not higher than all before
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

    /** A large message has begun to arrive; its receivers are fixed from now on. */
    void begin(DeliveryBatcher[] receivers) {
        begun = receivers;
        hasBegun = true;
        for (DeliveryBatcher batcher : receivers) {
            batcher.mailbox().beginAssembly();
        }
    }

    boolean hasBegun() {
        return hasBegun;
    }

    /** The large message is complete, or will never be; {@link Mailbox#endAssembly} must follow for each receiver. */
    DeliveryBatcher[] end() {
        DeliveryBatcher[] receivers = begun;
        begun = NO_RECEIVERS;
        hasBegun = false;
        return receivers;
    }
}
