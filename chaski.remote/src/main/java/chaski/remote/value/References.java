package chaski.remote.value;

import chaski.remote.wire.WireValue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The references that this node and one peer have exchanged. Thread-safe. */
public interface References {

    /**
     * Lends an object to the peer.
     *
     * @param object an object of this node, or one that the peer lent
     * @param contract the interface that the peer may use
     * @return the reference, to be sent once
     */
    WireValue lend(Object object, Contract contract);

    /**
     * Lends a publisher to the peer.
     *
     * @param source a publisher of this node, or a proxy for one of the peer
     * @return the reference, to be sent once
     */
    WireValue publish(PublisherSource source);

    /**
     * Retracts a reference that was not sent.
     *
     * @param value as returned by {@link #lend}
     */
    void retract(WireValue value);

    /** Receives a reference to an object.
     *
     * @param value the reference
     * @param contract the declared interface
     * @return a proxy for an object of the peer, or the object of this node that it refers to
     * @throws chaski.api.CodecException when there is no such object, or it has another type
     */
    Object borrow(WireValue value, Contract contract);

    /**
     * Receives a reference to a publisher.
     *
     * @param value the reference
     * @param decoder decodes its items and its failure
     * @return a proxy for a publisher of the peer, or the publisher of this node that it refers to
     * @throws chaski.api.CodecException when there is no such publisher
     */
    Flow.Publisher<?> subscribable(WireValue value, StreamDecoder decoder);

    /**
     * Releases a reference that was received and is not used.
     *
     * @param value any value; only references are released
     */
    void discard(WireValue value);

    /**
     * Finds a publisher that was lent to the peer.
     *
     * @param number its number
     * @return the publisher, if it is lent to this peer
     */
    @Nullable
    PublisherSource source(long number);

    /**
     * Receives a reference of an unknown interface.
     *
     * @param value the reference
     * @return a {@link chaski.api.remote.RemoteObject} for an object of the peer, or the object of this node that it
     *     refers to
     * @throws chaski.api.CodecException when there is no such object
     */
    default Object borrow(WireValue value) {
        return borrow(value, value instanceof WireValue.Returned ? Contract.NONE : Contract.BY_NAME);
    }

    /**
     * Finds an object that was lent to the peer.
     *
     * @param number its number
     * @return the object, if it is lent to this peer
     */
    @Nullable
    LentObject lent(long number);

    /**
     * An object that was lent to a peer.
     *
     * @param object the object
     * @param contract the interface that the peer may use
     */
    record LentObject(Object object, Contract contract) {}
}
