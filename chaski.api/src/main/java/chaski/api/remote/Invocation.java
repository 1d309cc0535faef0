package chaski.api.remote;

import chaski.api.NodeId;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The call that a thread is serving; see {@link Remote#invocation}. Thread-safe. */
@ProviderType
public interface Invocation {

    /** {@return who called} */
    NodeId caller();

    /** {@return how much time is left until the caller gives up; zero when none is} */
    Duration remaining();

    /** {@return whether the caller has given up; the serving thread is interrupted then, too} */
    boolean isCancelled();

    /** {@return what the caller added; empty if nothing} */
    Map<String, String> metadata();
}
