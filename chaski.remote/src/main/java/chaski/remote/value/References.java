package chaski.remote.value;

import chaski.remote.wire.WireValue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The objects that this node and one peer have given each other by reference. Thread-safe. */
public interface References {

    /**
     * Gives the peer a reference, to be sent once.
     *
     * @param object an object of this node, or one that the peer lent
     * @param contract what the peer may use
     * @return what travels
     */
    WireValue lend(Object object, Contract contract);

    /**
     * Lets the peer subscribe to a publisher.
     *
     * @param source a publisher of this node, or one that stands for the peer's
     * @return what travels, once
     */
    WireValue publish(PublisherSource source);

    /**
     * A reference was not sent after all.
     *
     * @param value as {@link #lend} gave it
     */
    void retract(WireValue value);

    /**
     * Receives a reference.
     *
     * @param value what travelled
     * @param contract what is wanted
     * @return a proxy for an object of the peer, or the object of this node that was meant
     * @throws chaski.api.CodecException when there is no such object, or it has another type
     */
    Object borrow(WireValue value, Contract contract);

    /**
     * Receives a publisher.
     *
     * @param value what travelled
     * @param items how its items are read
     * @param exceptions builds what it fails with
     * @return what stands for a publisher of the peer, or the publisher of this node that was meant
     * @throws chaski.api.CodecException when there is no such publisher
     */
    Flow.Publisher<?> subscribable(WireValue value, ValueType items, ExceptionDecoder exceptions);

    /**
     * A reference was received that nobody takes.
     *
     * @param value what travelled, be it a reference or not
     */
    void discard(WireValue value);

    /**
     * Finds what the peer subscribes to.
     *
     * @param number its number
     * @return the publisher, if it is lent to this peer
     */
    @Nullable
    PublisherSource source(long number);

    /**
     * Receives a reference where nothing tells what it is to.
     *
     * @param value what travelled
     * @return a {@link chaski.api.remote.RemoteObject} for an object of the peer, or the object of this node that was meant
     * @throws chaski.api.CodecException when there is no such object
     */
    default Object borrow(WireValue value) {
        return borrow(value, value instanceof WireValue.Returned ? Contract.NONE : Contract.BY_NAME);
    }

    /**
     * Finds what the peer calls by a reference.
     *
     * @param number its number
     * @return the object, if it is lent to this peer
     */
    @Nullable
    Lent lent(long number);

    /**
     * An object of this node that a peer may use.
     *
     * @param object the object
     * @param contract what the peer may use
     */
    record Lent(Object object, Contract contract) {}
}
