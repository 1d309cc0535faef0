package chaski.api.remote;

import chaski.api.NodeId;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The call that the current thread serves; see {@link Remote#invocation}. Thread-safe. */
@ProviderType
public interface Invocation {

    /** {@return the calling node} */
    NodeId caller();

    /** {@return the time until the deadline; zero once it has passed} */
    Duration remaining();

    /** {@return true if the caller has cancelled the call; the serving thread is then interrupted, too} */
    boolean isCancelled();

    /** {@return metadata of the caller; empty if there is none} */
    Map<String, String> metadata();
}
