package chaski.remote.value;

import chaski.remote.wire.WireValue;
import java.util.ArrayList;
import java.util.List;

/** A value that is written as far as can be without knowing who gets it. */
public sealed interface EncodedValue {

    /**
     * Makes it ready for one peer; each result is to be sent once, or taken back.
     *
     * @param references with the peer
     * @return what travels
     */
    WireValue finish(References references);

    /**
     * Compares values.
     *
     * @param other another value of the same type
     * @return whether who gets this one would see no difference
     */
    boolean isLike(EncodedValue other);

    /**
     * Makes values ready, all or none.
     *
     * @param encodedValues the values
     * @param references with the peer
     * @return what travels
     * @throws chaski.api.LimitException when the peer would be lent too much
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
     * A value that is the same for all.
     *
     * @param value what travels
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
     * A publisher to be subscribed to.
     *
     * @param source the publisher
     */
    record Published(PublisherSource source) implements EncodedValue {

        @Override
        public WireValue finish(References references) {
            return references.publish(source);
        }

        @Override
        public boolean isLike(EncodedValue other) {
            return other instanceof Published that && source.publisher() == that.source.publisher();
        }
    }

    /**
     * An object to be referred to.
     *
     * @param object the object
     * @param contract what it may be used by
     */
    record Reference(Object object, Contract contract) implements EncodedValue {

        @Override
        public WireValue finish(References references) {
            return references.lend(object, contract);
        }

        @Override
        public boolean isLike(EncodedValue other) {
            return other instanceof Reference that && object == that.object;
        }
    }
}
