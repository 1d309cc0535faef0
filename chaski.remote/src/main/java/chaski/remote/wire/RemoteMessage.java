package chaski.remote.wire;

import java.util.List;
import java.util.Map;

/** What two nodes say to each other on the remote's channel; {@code docs/protocol/remote.md} tells what each means. */
public sealed interface RemoteMessage {

    /**
     * The sender exports a name from now on.
     *
     * @param number the export's number on the sender, never used again
     * @param name the name
     * @param function whether it is an attached function
     */
    record Export(long number, String name, boolean function) implements RemoteMessage {}

    /**
     * The sender has withdrawn an export.
     *
     * @param number its number
     */
    record Unexport(long number) implements RemoteMessage {}

    /**
     * A call.
     *
     * @param id the call's number on the sender, never used again in the session
     * @param target the number of an export or of a lent object of the receiver
     * @param operation what to do
     * @param millis the time left, 0 to 2^31-1
     * @param path names of attributes to go through first, separated by dots; empty if none
     * @param member the name of the method or attribute; empty for {@link CallOperation#DESCRIBE}
     * @param signature names of the parameters' types separated by commas, in parentheses; empty when the arguments choose the overload
     * @param metadata what the caller added
     * @param codec the name of the codec that wrote the arguments and is to write the result
     * @param arguments the arguments
     */
    record Call(
            long id,
            long target,
            CallOperation operation,
            int millis,
            String path,
            String member,
            String signature,
            Map<String, String> metadata,
            String codec,
            List<WireValue> arguments)
            implements RemoteMessage {}

    /**
     * A call has ended with a result.
     *
     * @param id the call
     * @param value the result
     */
    record Result(long id, WireValue value) implements RemoteMessage {}

    /**
     * The method threw.
     *
     * @param id the call
     * @param failure what
     */
    record Threw(long id, RemoteFailure failure) implements RemoteMessage {}

    /**
     * The call was not executed, and will not be.
     *
     * @param id the call
     * @param reason why
     * @param text for people
     */
    record NotExecuted(long id, RefusalReason reason, String text) implements RemoteMessage {}

    /**
     * Nobody waits for a call any more.
     *
     * @param id the call
     */
    record Cancel(long id) implements RemoteMessage {}

    /**
     * A lent object is forgotten.
     *
     * @param number its number on the receiver
     * @param count how many times it had been received
     */
    record Release(long number, long count) implements RemoteMessage {}

    /** A message about one stream. Who subscribes gives the stream its number, never used again in the session. */
    sealed interface OfStream extends RemoteMessage {

        /** {@return the stream} */
        long stream();
    }

    /**
     * A publisher is subscribed to.
     *
     * @param stream the stream's number on the sender
     * @param publisher the publisher's number on the receiver
     * @param codec the name of the codec that is to write the items
     */
    record Subscribe(long stream, long publisher, String codec) implements OfStream {}

    /**
     * More items may be sent. Figures count from the beginning of the stream.
     *
     * @param stream the stream
     * @param items how many may have been sent in all
     * @param bytes another item may be sent while so many bytes of items have not been
     */
    record Request(long stream, long items, long bytes) implements OfStream {}

    /**
     * The subscriber wants no more.
     *
     * @param stream the stream
     */
    record Unsubscribe(long stream) implements OfStream {}

    /**
     * The next item.
     *
     * @param stream the stream
     * @param value the item
     */
    record Item(long stream, WireValue value) implements OfStream {}

    /**
     * There are no more items.
     *
     * @param stream the stream
     */
    record Completed(long stream) implements OfStream {}

    /**
     * The publisher has failed.
     *
     * @param stream the stream
     * @param failure what
     */
    record Failed(long stream, RemoteFailure failure) implements OfStream {}

    /**
     * The stream was refused, or is ended by the node of the publisher.
     *
     * @param stream the stream
     * @param reason why
     * @param text for people
     */
    record Stopped(long stream, RefusalReason reason, String text) implements OfStream {}
}
