package chaski.remote.call;

import chaski.api.remote.CallOptions;
import chaski.remote.value.EncodedValue;
import chaski.remote.wire.CallOperation;
import java.util.List;

/**
 * A request to run an operation on a destination.
 *
 * @param to the destination
 * @param operation the operation
 * @param path the attributes that lead to the object, separated by dots; empty if none
 * @param member the name of the method or attribute
 * @param signature selects the overload; empty if the arguments select it
 * @param arguments the arguments
 * @param idempotent true if it may run twice
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
            case DESCRIBE -> "describing " + of;
        };
    }
}
