package chaski.api.node;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@linkplain NodeServiceProvider service} that ends in two steps when its node closes: the node calls {@link #drain}, waits up to
 * the drain timeout while sessions go on, and then calls {@link #close}.
 */
@ConsumerType
public interface Drainable extends AutoCloseable {

    /**
     * Begins to end: nothing new is accepted from peers, what was accepted is worked off. Does not block.
     *
     * @return completed when that is done; never fails
     */
    CompletionStage<Void> drain();

    /** Ends at once. When {@link #drain} was called before, this does not block. */
    @Override
    void close();
}
