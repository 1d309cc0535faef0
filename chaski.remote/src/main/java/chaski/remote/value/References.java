package chaski.remote.value;

import chaski.remote.wire.Value;
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
    Value lend(Object object, Contract contract);

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
     * @param contract what is wanted
     * @return a proxy for an object of the peer, or the object of this node that was meant
     * @throws chaski.api.CodecException when there is no such object, or it has another type
     */
    Object borrow(Value value, Contract contract);

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
