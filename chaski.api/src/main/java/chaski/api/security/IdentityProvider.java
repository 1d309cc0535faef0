package chaski.api.security;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Supplies the credentials of an identity, for example from a directory or from a SPIFFE workload interface. Thread-safe.
 *
 * <p>A provider has no grants. A node whose credentials come from one needs an {@linkplain SecurityConfig#authorizer authorizer};
 * without it, it refuses every peer, and logs that when it starts.
 */
@ConsumerType
public interface IdentityProvider extends AutoCloseable {

    /**
     * Returns the credentials to use now. Does not block.
     *
     * @return the newest ones that were valid when they were read
     */
    Credentials current();

    /**
     * Sets what is called with each new value of {@link #current}, on a thread of the provider, one call after another. A value that
     * is malformed or not valid yet is not passed on: the provider keeps the one before and reports the reason.
     *
     * @param listener receives the credentials; must not block
     */
    void onChange(Consumer<? super Credentials> listener);

    /**
     * Sets what is called with the reason when new credentials are not passed on, on a thread of the provider. A provider that calls it
     * need not log the reason, because the node does. This implementation does nothing, for providers that log.
     *
     * @param listener receives what is wrong with the new credentials, and where they are; must not block
     */
    default void onRefused(Consumer<? super String> listener) {}

    /** Ends the calls of the listeners and frees threads and handles. Closing again has no effect. */
    @Override
    void close();
}
