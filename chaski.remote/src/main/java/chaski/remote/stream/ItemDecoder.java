package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.channel.RpcChannel;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.ValueType;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;

/**
 * Decodes the items and the failure of a stream, with classes of the subscriber.
 *
 * @param items how items are decoded
 * @param exceptions decodes what the publisher fails with
 * @param maxItems the most items in flight
 */
record ItemDecoder(ValueType items, ExceptionDecoder exceptions, int maxItems) {

    ItemDecoder withMaxItems(int most) {
        return new ItemDecoder(items, exceptions, most);
    }

    Object item(WireValue value, Codec codec, RpcChannel channel) {
        Object item = items.read(value, codec, channel.references());
        if (item == null) {
            throw new CodecException("expected a value, got null: use Optional for values that may be absent");
        }
        return item;
    }

    Throwable failure(RemoteFailure failure, Codec codec, RpcChannel channel) {
        return exceptions.decode(failure, "on " + channel, codec);
    }
}
