package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.channel.RpcChannel;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.ValueType;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;

/**
 * How what comes over a stream becomes what the subscriber gets, in its class space.
 *
 * @param items how items are read
 * @param exceptions builds what the publisher fails with
 * @param maxItems the most items under way
 */
record ItemDecoder(ValueType items, ExceptionDecoder exceptions, int maxItems) {

    ItemDecoder withMaxItems(int most) {
        return new ItemDecoder(items, exceptions, most);
    }

    Object item(WireValue value, Codec codec, RpcChannel channel) {
        Object item = items.read(value, codec, channel.references());
        if (item == null) {
            throw new CodecException("expected a value, got null; Optional can tell of none");
        }
        return item;
    }

    Throwable failure(RemoteFailure failure, Codec codec, RpcChannel channel) {
        return exceptions.decode(failure, "on " + channel, codec);
    }
}
