package chaski.remote.value;

import chaski.remote.wire.WireValue;
import java.util.ArrayList;
import java.util.List;

/** A value that is encoded as far as possible without knowing the receiver. */
public sealed interface EncodedValue {

    /**
     * Completes it for one peer; each result is sent once, or retracted.
     *
     * @param references with the peer
     * @return the value to send
     */
    WireValue finish(References references);

    /**
     * Compares values.
     *
     * @param other another value of the same type
     * @return true if a receiver could not distinguish them
     */
    boolean isLike(EncodedValue other);

    /**
     * Completes values, all or none.
     *
     * @param encodedValues the values
     * @param references with the peer
     * @return the value to send
     * @throws chaski.api.LimitException when too many objects would be lent to the peer
     */
    static List<WireValue> finish(List<EncodedValue> encodedValues, References references) {
        List<WireValue> values = new ArrayList<>(encodedValues.size());
        try {
            encodedValues.forEach(encoded -> values.add(encoded.finish(references)));
        } catch (RuntimeException e) {
            values.forEach(references::retract);
            throw e;
        }
        return values;
    }

    /**
     * A value that is the same for all receivers.
     *
     * @param value the value to send
     */
    record Ready(WireValue value) implements EncodedValue {

        @Override
        public WireValue finish(References references) {
            return value;
        }

        @Override
        public boolean isLike(EncodedValue other) {
            return other instanceof Ready that && WireValue.areAlike(value, that.value);
        }
    }

    /** No value. */
    EncodedValue NOTHING = new Ready(WireValue.NOTHING);

    /**
     * A publisher, passed by reference.
     *
     * @param source the publisher
     */
    record PublisherReference(PublisherSource source) implements EncodedValue {

        @Override
        public WireValue finish(References references) {
            return references.publish(source);
        }

        @Override
        public boolean isLike(EncodedValue other) {
            return other instanceof PublisherReference that && source.publisher() == that.source.publisher();
        }
    }

    /**
     * An object, passed by reference.
     *
     * @param object the object
     * @param contract the interface that can be used
     */
    record ObjectReference(Object object, Contract contract) implements EncodedValue {

        @Override
        public WireValue finish(References references) {
            return references.lend(object, contract);
        }

        @Override
        public boolean isLike(EncodedValue other) {
            return other instanceof ObjectReference that && object == that.object;
        }
    }
}
