package chaski.api.remote;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** An exported object or attached function. Thread-safe. */
@ProviderType
public interface Registration extends AutoCloseable {

    /** {@return the name} */
    String name();

    /**
     * Reports that attributes have changed, so that their {@linkplain RemoteObject#observe observers} are notified now. Never blocks.
     *
     * @param attributes their names; none for all attributes
     */
    void changed(String... attributes);

    /**
     * Replaces the properties that are announced of it, see {@link ExportOptions#properties}. Has no effect once it is withdrawn.
     *
     * @param properties the properties, with values as in {@link ExportProperties}
     * @throws chaski.api.ConfigurationException when a value is not supported
     * @throws chaski.api.LimitException when they are longer than 64 KiB
     */
    void describe(Map<String, ?> properties);

    /**
     * Withdraws it as {@link #close} does, but lets streams of its publishers finish; {@link #close} ends them. Its own methods may
     * call it, but must not wait for the stage, which waits for them.
     *
     * @return completed when the calls and streams in flight have finished; never fails
     */
    CompletionStage<Void> drain();

    /**
     * Withdraws it, and does not wait. Calls in flight finish, including one that closes it from within. Calls that
     * arrive later are not executed, which their answer states; a proxy then waits for another exporter up to the
     * deadline of the call. Streams of its publishers fail with {@link UnavailableException}, as do later subscriptions
     * to publishers it returned.
     */
    @Override
    void close();
}
