package chaski.remote.call;

import chaski.api.NodeId;
import chaski.api.remote.CallOptions;
import chaski.remote.line.Line;

/** Who is called. */
sealed interface Destination {

    /** How calls are made. */
    CallOptions options();

    /**
     * Whoever exports a name.
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
     * @param line the way there
     * @param number its number there
     * @param what for people
     * @param options how calls are made
     * @param waitsInDoubt whether a call that may have run is waited for although the node is in doubt
     */
    record Fixed(Line line, long number, String what, CallOptions options, boolean waitsInDoubt)
            implements Destination {

        NodeId node() {
            return line.node();
        }

        @Override
        public String toString() {
            return what + " of " + line;
        }
    }
}
