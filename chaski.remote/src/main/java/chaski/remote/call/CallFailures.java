package chaski.remote.call;

import chaski.remote.call.CallOutcome.Ending;
import chaski.remote.call.CallOutcome.Failed;
import chaski.remote.channel.RpcChannel;

/** The failures of one call, with their messages. Immutable. */
final class CallFailures {

    private final CallRequest request;

    CallFailures(CallRequest request) {
        this.request = request;
    }

    /** The call was not sent, and the caller may retry. */
    Failed notSent(String why) {
        return new Failed(Ending.NOT_SENT, request + " was not sent: " + why);
    }

    /** The call was withdrawn before it was sent. */
    Failed withdrawn(RpcChannel channel, String why) {
        return new Failed(Ending.NOT_SENT, request + " was not sent to " + channel + ": " + why);
    }

    /** The exporter answered that it did not execute the call. */
    Failed notExecuted(String why) {
        return new Failed(Ending.NOT_SENT, request + " was not executed: " + why);
    }

    /** The process of the only node that could serve the call seems to have ended. */
    Failed inDoubt(RpcChannel channel) {
        return new Failed(Ending.UNAVAILABLE, request + " was not sent: " + channel + " seems to have ended");
    }

    /** The processes of all nodes that export the name seem to have ended. */
    Failed allInDoubt() {
        return new Failed(
                Ending.UNAVAILABLE, request + " was not sent: every node that exports it seems to have ended");
    }

    /** The session with the only node that could serve the call has ended. */
    Failed sessionEnded(RpcChannel channel) {
        return new Failed(
                Ending.UNAVAILABLE, "the session with " + channel + " has ended: " + request + " was not sent");
    }

    /** No exporter was found in time. */
    Failed noExporter(String why, String lastRefusal) {
        return new Failed(
                Ending.UNAVAILABLE,
                request + " was not sent: " + why + ", and no node that can be reached exports it"
                        + (lastRefusal.isEmpty() ? "" : " (" + lastRefusal + ")"));
    }

    /** The only object that could serve the call was withdrawn or released. */
    Failed gone(String lastRefusal) {
        return new Failed(Ending.UNAVAILABLE, request + " was not executed: " + lastRefusal);
    }

    /** The only node that could serve the call has reached a limit. */
    Failed overloaded(String lastRefusal) {
        return new Failed(Ending.OVERLOADED, request + ": " + lastRefusal);
    }

    /** The member does not exist, or the arguments do not fit. */
    Failed refused(String why) {
        return new Failed(Ending.REFUSED, request + ": " + why);
    }

    /** The method may have run. */
    Failed uncertain(String why) {
        return new Failed(Ending.UNCERTAIN, request + " may have run, at most once: " + why);
    }
}
