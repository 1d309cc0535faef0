package chaski.remote.call;

import chaski.remote.channel.RpcChannel;
import org.jspecify.annotations.Nullable;

/**
 * A node that exports a name. Equal if channel and number are.
 *
 * @param channel the channel to that node
 * @param number the export's number there
 * @param name the name
 * @param function true if it is an attached function
 */
record Exporter(RpcChannel channel, long number, String name, boolean function) {

    boolean isNotInDoubt() {
        return !channel.isInDoubt();
    }

    // Written explicitly: the JDK keeps the class of the record whose first comparison was the latest (JDK-8078641),
    // and so the class loader of a bundle that has been replaced.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exporter that && channel.equals(that.channel) && number == that.number;
    }

    @Override
    public int hashCode() {
        return 31 * channel.hashCode() + Long.hashCode(number);
    }
}
