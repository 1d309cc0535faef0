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
     * @param member the name of the method or attribute; empty for {@link Operation#DESCRIBE}
     * @param signature names of the parameters' types separated by commas, in parentheses; empty when the arguments choose the overload
     * @param metadata what the caller added
     * @param codec the name of the codec that wrote the arguments and is to write the result
     * @param arguments the arguments
     */
    record Call(
            long id,
            long target,
            Operation operation,
            int millis,
            String path,
            String member,
            String signature,
            Map<String, String> metadata,
            String codec,
            List<Value> arguments)
            implements RemoteMessage {}

    /**
     * A call has ended with a result.
     *
     * @param id the call
     * @param value the result
     */
    record Result(long id, Value value) implements RemoteMessage {}

    /**
     * The method threw.
     *
     * @param id the call
     * @param failure what
     */
    record Threw(long id, Failure failure) implements RemoteMessage {}

    /**
     * The call was not executed, and will not be.
     *
     * @param id the call
     * @param reason why
     * @param text for people
     */
    record NotExecuted(long id, Refusal reason, String text) implements RemoteMessage {}

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
}
