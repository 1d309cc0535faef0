package chaski.remote.call;

import chaski.api.NodeId;
import chaski.api.remote.CallOptions;
import chaski.remote.channel.RpcChannel;

/** The destination of a call. */
sealed interface Destination {

    /** How calls are made. */
    CallOptions options();

    /** True if it is an object that the node at the other end of a channel lent to this one. */
    default boolean isCallbackTo(RpcChannel caller) {
        return false;
    }

    /**
     * Any node that exports a name.
     *
     * @param name the name
     * @param options how calls are made
     */
    record Named(String name, CallOptions options) implements Destination {

        @Override
        public String toString() {
            return "'" + name + "'"
                    + options.node().map(node -> " of node " + node).orElse("");
        }
    }

    /**
     * An object or export of one node.
     *
     * @param channel the channel to that node
     * @param number its number there
     * @param what its description for people
     * @param options how calls are made
     * @param lent true if the node has lent it: no other object can be called instead, so a call that may have run waits although the
     *     node is in doubt
     */
    record Fixed(RpcChannel channel, long number, String what, CallOptions options, boolean lent)
            implements Destination {

        @Override
        public boolean isCallbackTo(RpcChannel caller) {
            return lent && channel == caller;
        }

        NodeId node() {
            return channel.node();
        }

        @Override
        public String toString() {
            return what + " of " + channel;
        }
    }
}
