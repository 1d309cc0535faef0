package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.line.Line;
import chaski.remote.value.Rebuilding;
import chaski.remote.value.ValueType;
import chaski.remote.wire.Failure;
import chaski.remote.wire.Value;

/**
 * How what comes over a stream becomes what the subscriber gets, in its class space.
 *
 * @param items how items are read
 * @param rebuilding builds what the publisher fails with
 * @param mostItems the most items under way
 */
record Reading(ValueType items, Rebuilding rebuilding, int mostItems) {

    Reading withMostItems(int most) {
        return new Reading(items, rebuilding, most);
    }

    Object item(Value value, Codec codec, Line line) {
        Object item = items.read(value, codec, line.references());
        if (item == null) {
            throw new CodecException("expected a value, got null; Optional can tell of none");
        }
        return item;
    }

    Throwable failure(Failure failure, Codec codec, Line line) {
        return rebuilding.rebuild(failure, "on " + line, codec);
    }
}
