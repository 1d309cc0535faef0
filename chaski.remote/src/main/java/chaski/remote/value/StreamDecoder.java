package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;
import org.jspecify.annotations.Nullable;

/** Decodes what a publisher emits, with classes of the subscriber: its items, and the exception that it fails with. Thread-safe. */
public interface StreamDecoder {

    /**
     * Decodes an item.
     *
     * @param value from the publisher's node
     * @param codec decodes what is not a reference
     * @param references the references of that node
     * @return the item; null if the node sent none, which publishers must not do
     * @throws CodecException when it is not of the type of the items
     */
    @Nullable
    Object item(WireValue value, Codec codec, References references);

    /**
     * Decodes the exception that the publisher fails with.
     *
     * @param failure the encoded exception
     * @param where the description of the publisher's node in the stack trace
     * @param codec decodes its fields
     * @return the exception
     */
    Throwable failure(RemoteFailure failure, String where, Codec codec);
}
