package chaski.streamer.subscribe;

import chaski.api.CodecException;
import chaski.api.streamer.Message;
import chaski.streamer.payload.PayloadReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription does with a message: decode it, and call the handler if there is one. It is all that refers to the user's
 * classes, so that a closed subscription can drop it.
 */
record Handling<T>(PayloadReader<T> reader, @Nullable Consumer<? super Message<T>> handler, Failures failures) {

    /** Decodes a message; {@code null} when it does not fit, which is reported. */
    @Nullable
    @SuppressWarnings("unchecked") // the payload was just replaced by a T
    Message<T> decode(Delivery delivery) {
        try {
            delivery.decoded(reader.read(delivery.content(), delivery.bytes()));
            return (Message<T>) (Message<?>) delivery;
        } catch (CodecException e) {
            failures.report(delivery, e);
            return null;
        } catch (Throwable e) { // a codec is code of somebody else's
            failures.report(delivery, new CodecException("the codec '" + delivery.content() + "' failed: " + e, e));
            return null;
        }
    }

    /** Decodes a message and hands it to the handler. Throws nothing. */
    void handle(Delivery delivery) {
        Message<T> message = decode(delivery);
        if (message != null && handler != null) {
            try {
                handler.accept(message);
            } catch (Throwable e) { // even an Error of user code must not end the subscription's thread
                failures.report(delivery, e);
            }
        }
    }
}
