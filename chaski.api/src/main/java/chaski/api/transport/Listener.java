package chaski.api.transport;

import chaski.api.Endpoint;
import org.osgi.annotation.versioning.ConsumerType;

/** A bound local endpoint that accepts links until it is closed. Thread-safe. */
@ConsumerType
public interface Listener extends AutoCloseable {

    /** {@return the endpoint as bound, with the real port} */
    Endpoint bound();

    /**
     * Stops accepting and frees the port before it returns; accepted links stay open. If such links share the
     * listener's port, as with datagrams, the port is free for this transport immediately, and for others when the last
     * of these links has closed.
     */
    @Override
    void close();
}
