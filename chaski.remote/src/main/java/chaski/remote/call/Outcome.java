package chaski.remote.call;

import chaski.remote.line.Line;
import chaski.remote.wire.Failure;
import chaski.remote.wire.Value;

/** How a call ended. */
sealed interface Outcome {

    /**
     * The method returned.
     *
     * @param line from where
     * @param value the result
     */
    record Returned(Line line, Value value) implements Outcome {}

    /**
     * The method threw.
     *
     * @param line from where
     * @param failure what
     */
    record Threw(Line line, Failure failure) implements Outcome {}

    /**
     * There is no result.
     *
     * @param ending why
     * @param text for people
     */
    record Failed(Ending ending, String text) implements Outcome {}

    /** Why there is no result. */
    enum Ending {
        /** Certainly not executed. */
        NOT_SENT,
        /** Nobody to call. */
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
