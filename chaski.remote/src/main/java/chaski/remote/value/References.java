package chaski.remote.value;

import chaski.remote.wire.Value;
import org.jspecify.annotations.Nullable;

/** The objects that this node and one peer have given each other by reference. Thread-safe. */
public interface References {

    /**
     * Gives the peer a reference, to be sent once.
     *
     * @param object an object of this node, or one that the peer lent
     * @param type the interface that the peer may use
     * @return what travels
     */
    Value lend(Object object, Class<?> type);

    /**
     * A reference was not sent after all.
     *
     * @param value as {@link #lend} gave it
     */
    void takeBack(Value value);

    /**
     * Receives a reference.
     *
     * @param value what travelled
     * @param type the interface wanted
     * @return a proxy for an object of the peer, or the object of this node that was meant
     * @throws chaski.api.CodecException when there is no such object, or it has another type
     */
    Object borrow(Value value, Class<?> type);

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
     * @param type the interface that the peer may use
     */
    record Lent(Object object, Class<?> type) {}
}
