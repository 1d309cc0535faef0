package chaski.remote.value;

import chaski.remote.wire.Value;
import java.util.ArrayList;
import java.util.List;

/** A value that is written as far as can be without knowing who gets it. */
public sealed interface Draft {

    /**
     * Makes it ready for one peer; each result is to be sent once, or taken back.
     *
     * @param references with the peer
     * @return what travels
     */
    Value finish(References references);

    /**
     * Compares values.
     *
     * @param other another value of the same type
     * @return whether who gets this one would see no difference
     */
    boolean isLike(Draft other);

    /**
     * Makes values ready, all or none.
     *
     * @param drafts the values
     * @param references with the peer
     * @return what travels
     * @throws chaski.api.LimitException when the peer would be lent too much
     */
    static List<Value> finish(List<Draft> drafts, References references) {
        List<Value> values = new ArrayList<>(drafts.size());
        try {
            drafts.forEach(draft -> values.add(draft.finish(references)));
        } catch (RuntimeException e) {
            values.forEach(references::takeBack);
            throw e;
        }
        return values;
    }

    /**
     * A value that is the same for all.
     *
     * @param value what travels
     */
    record Ready(Value value) implements Draft {

        @Override
        public Value finish(References references) {
            return value;
        }

        @Override
        public boolean isLike(Draft other) {
            return other instanceof Ready that && Value.areAlike(value, that.value);
        }
    }

    /** No value. */
    Draft NOTHING = new Ready(Value.NOTHING);

    /**
     * A publisher to be subscribed to.
     *
     * @param source the publisher
     */
    record Published(Source source) implements Draft {

        @Override
        public Value finish(References references) {
            return references.publish(source);
        }

        @Override
        public boolean isLike(Draft other) {
            return other instanceof Published that && source.publisher() == that.source.publisher();
        }
    }

    /**
     * An object to be referred to.
     *
     * @param object the object
     * @param contract what it may be used by
     */
    record Reference(Object object, Contract contract) implements Draft {

        @Override
        public Value finish(References references) {
            return references.lend(object, contract);
        }

        @Override
        public boolean isLike(Draft other) {
            return other instanceof Reference that && object == that.object;
        }
    }
}
