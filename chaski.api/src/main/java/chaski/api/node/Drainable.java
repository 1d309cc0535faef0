package chaski.api.node;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@linkplain NodeServiceProvider service} that closes in two steps when its node closes: the node calls {@link #drain}, waits up
 * to the drain timeout while sessions continue, and then calls {@link #close}.
 */
@ConsumerType
public interface Drainable extends AutoCloseable {

    /**
     * Begins to drain: nothing new is accepted from peers, and everything that was accepted is completed. Does not block.
     *
     * @return completed when that is done; never fails
     */
    CompletionStage<Void> drain();

    /** Closes immediately. Does not block if {@link #drain} was called before. */
    @Override
    void close();
}
