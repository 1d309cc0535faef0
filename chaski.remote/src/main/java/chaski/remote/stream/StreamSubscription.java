package chaski.remote.stream;

import chaski.remote.channel.RpcChannel;
import java.util.concurrent.Flow;

/** What the subscriber of a stream is given. Thread-safe. */
public interface StreamSubscription extends Flow.Subscription {

    /** {@return the way to the publisher} */
    RpcChannel channel();

    /**
     * Ends the stream from this side without the subscriber's cancel: it gets what has arrived, and then the failure.
     *
     * @param failure what it ends with
     */
    void leave(Throwable failure);
}
