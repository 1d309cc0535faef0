package chaski.remote.call;

import chaski.remote.channel.RpcChannel;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;

/** How a call ended. */
sealed interface CallOutcome {

    /**
     * The method returned.
     *
     * @param channel the channel that the answer came from
     * @param value the result
     */
    record Returned(RpcChannel channel, WireValue value) implements CallOutcome {}

    /**
     * The method threw.
     *
     * @param channel the channel that the answer came from
     * @param failure the exception
     */
    record MethodThrew(RpcChannel channel, RemoteFailure failure) implements CallOutcome {}

    /**
     * There is no result.
     *
     * @param ending the kind of end
     * @param text the reason for people
     */
    record Failed(Ending ending, String text) implements CallOutcome {}

    /** Why there is no result. */
    enum Ending {
        /** Certainly not executed. */
        NOT_SENT,
        /** No node to call. */
        UNAVAILABLE,
        /** A limit. */
        OVERLOADED,
        /** No such member, or wrong arguments. */
        REFUSED,
        /** It may have run. */
        UNCERTAIN,
        /** This node is closing. */
        CLOSED
    }
}
