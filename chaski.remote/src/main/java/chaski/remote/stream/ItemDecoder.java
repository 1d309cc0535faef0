package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.channel.RpcChannel;
import chaski.remote.value.StreamDecoder;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;

/**
 * Decodes the items and the failure of a stream that arrives by a channel.
 *
 * @param stream decodes them, with classes of the subscriber
 * @param maxItems the most items in flight
 */
record ItemDecoder(StreamDecoder stream, int maxItems) {

    ItemDecoder withMaxItems(int most) {
        return new ItemDecoder(stream, most);
    }

    Object item(WireValue value, Codec codec, RpcChannel channel) {
        Object item = stream.item(value, codec, channel.references());
        if (item == null) {
            throw new CodecException("expected a value, got null: use Optional for values that may be absent");
        }
        return item;
    }

    Throwable failure(RemoteFailure failure, Codec codec, RpcChannel channel) {
        return stream.failure(failure, "on " + channel, codec);
    }
}
