package chaski.streamer.subscribe;

import chaski.api.CodecException;
import chaski.api.streamer.Message;
import chaski.streamer.payload.PayloadReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the messages of a subscription, and calls its handler if there is one. Nothing else refers to the user's
 * classes, so that a closed subscription can drop them.
 */
record MessageHandling<T>(
        PayloadReader<T> reader, @Nullable Consumer<? super Message<T>> handler, FailureReporter failures) {

    /** Decodes a message; {@code null} if it cannot be decoded, which is reported. */
    @Nullable
    @SuppressWarnings("unchecked") // the payload was just replaced by a T
    Message<T> decode(Delivery delivery) {
        try {
            delivery.decoded(reader.read(delivery.content(), delivery.bytes()));
            return (Message<T>) (Message<?>) delivery;
        } catch (CodecException e) {
            failures.report(delivery, e);
            return null;
        } catch (Throwable e) { // a codec is foreign code
            failures.report(delivery, new CodecException("the codec '" + delivery.content() + "' failed: " + e, e));
            return null;
        }
    }

    /** Decodes a message and passes it to the handler. Throws nothing. */
    void handle(Delivery delivery) {
        Message<T> message = decode(delivery);
        if (message != null && handler != null) {
            try {
                handler.accept(message);
            } catch (Throwable e) { // not even an Error of user code may end the subscription's thread
                failures.report(delivery, e);
            }
        }
    }
}
