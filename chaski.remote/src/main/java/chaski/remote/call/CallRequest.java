package chaski.remote.call;

import chaski.api.remote.CallOptions;
import chaski.remote.value.EncodedValue;
import chaski.remote.wire.CallOperation;
import java.util.List;

/**
 * What is asked of somebody.
 *
 * @param to of whom
 * @param operation what to do
 * @param path attributes to go through first, separated by dots; empty if none
 * @param member the name of the method or attribute
 * @param signature tells overloads apart; empty when the arguments do
 * @param arguments the arguments
 * @param idempotent whether it may be done twice
 */
record CallRequest(
        Destination to,
        CallOperation operation,
        String path,
        String member,
        String signature,
        List<EncodedValue> arguments,
        boolean idempotent) {

    CallOptions options() {
        return to.options();
    }

    @Override
    public String toString() {
        String of = to + (path.isEmpty() ? "" : "." + path);
        return switch (operation) {
            case INVOKE -> "the call of " + member + " on " + of;
            case GET -> "reading " + member + " of " + of;
            case SET -> "writing " + member + " of " + of;
            case OBSERVE -> "observing " + member + " of " + of;
            case DESCRIBE -> "asking what can be done with " + of;
        };
    }
}
