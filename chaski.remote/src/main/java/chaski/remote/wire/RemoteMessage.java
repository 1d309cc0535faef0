package chaski.remote.wire;

import java.util.List;
import java.util.Map;

/** The messages on the remote's channel, specified by {@code docs/protocol/remote.md}. */
public sealed interface RemoteMessage {

    /**
     * The sender exports a name from now on.
     *
     * @param number the export's number on the sender, never used again
     * @param name the name
     * @param function true if it is an attached function
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
     * @param operation the operation
     * @param millis the time left, 0 to 2^31-1
     * @param path names of the attributes that lead to the object, separated by dots; empty if none
     * @param member the name of the method or attribute; empty for {@link CallOperation#DESCRIBE}
     * @param signature names of the parameters' types separated by commas, in parentheses; empty if the arguments select the overload
     * @param metadata metadata of the caller
     * @param codec the name of the codec of the arguments and the result
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
     * @param failure the exception
     */
    record Threw(long id, RemoteFailure failure) implements RemoteMessage {}

    /**
     * The call was not executed, and will not be.
     *
     * @param id the call
     * @param reason the reason
     * @param text the reason for people
     */
    record NotExecuted(long id, RefusalReason reason, String text) implements RemoteMessage {}

    /**
     * The caller does not wait for a call any more.
     *
     * @param id the call
     */
    record Cancel(long id) implements RemoteMessage {}

    /**
     * A lent object is released.
     *
     * @param number its number on the receiver
     * @param count how many times it had been received
     */
    record Release(long number, long count) implements RemoteMessage {}

    /** A message about one stream. The subscriber numbers the stream; the number is never used again in the session. */
    sealed interface OfStream extends RemoteMessage {

        /** {@return the stream} */
        long stream();
    }

    /**
     * A publisher is subscribed to.
     *
     * @param stream the stream's number on the sender
     * @param publisher the publisher's number on the receiver
     * @param codec the name of the codec of the items
     */
    record Subscribe(long stream, long publisher, String codec) implements OfStream {}

    /**
     * More items may be sent. Figures count from the beginning of the stream.
     *
     * @param stream the stream
     * @param items how many may have been sent in all
     * @param bytes another item may be sent while fewer bytes of items have been sent
     */
    record Request(long stream, long items, long bytes) implements OfStream {}

    /**
     * The subscriber has cancelled.
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
     * @param failure the exception
     */
    record Failed(long stream, RemoteFailure failure) implements OfStream {}

    /**
     * The stream was refused, or ended by the node of the publisher.
     *
     * @param stream the stream
     * @param reason the reason
     * @param text the reason for people
     */
    record Stopped(long stream, RefusalReason reason, String text) implements OfStream {}
}
