package chaski.remote.stream;

import chaski.remote.channel.RpcChannel;
import java.util.concurrent.Flow;

/** The subscription of a stream. Thread-safe. */
public interface StreamSubscription extends Flow.Subscription {

    /** {@return the channel to the publisher} */
    RpcChannel channel();

    /**
     * Ends the stream from this side: the subscriber receives the items that have arrived, and then the failure.
     *
     * @param failure the failure
     */
    void leave(Throwable failure);
}
