package chaski.node.identity;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.security.Authorizer;
import chaski.api.security.Identity;
import chaski.api.security.SecurityConfig;
import chaski.api.security.SecurityMode;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Transport;
import chaski.security.RefusedCertificateException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Decides which links this node opens and accepts, and who may be at their other end. Thread-safe.
 *
 * <p>A node without an identity ({@link PlainSecurity}) stays on its machine unless its configuration permits more; a node with one
 * ({@link ClosedSecurity}) uses encrypted links only.
 */
public sealed interface NodeSecurity extends AutoCloseable permits PlainSecurity, ClosedSecurity {

    /**
     * Reads the identity, if there is one.
     *
     * @param config the configuration
     * @param clock the present time, by which certificates are judged
     * @param random draws the instance if none is configured
     * @return the security, to be closed with the node
     * @throws chaski.api.ConfigurationException if the credentials cannot be read or used
     */
    static NodeSecurity open(SecurityConfig config, InstantSource clock, RandomGenerator random) {
        return config.mode() == SecurityMode.CLOSED
                ? ClosedSecurity.open(config, clock, random)
                : new PlainSecurity(config.mode() == SecurityMode.OPEN);
    }

    /** {@return the identity of this node, if it has one} */
    Optional<Identity> identity();

    /** {@return what distinguishes this node from others of its identity; empty if it has none} */
    String instance();

    /** {@return the id that follows from identity and instance} */
    default Optional<NodeId> id() {
        return identity().map(identity -> NodeIds.of(identity, instance()));
    }

    /**
     * Checks that this node may use an endpoint: to listen there, or to dial it.
     *
     * @param endpoint the endpoint; its host is resolved if the transport expects that
     * @param transport the transport of its scheme
     * @throws chaski.api.TransportException if not; the message names what to do
     */
    void checkPermitted(Endpoint endpoint, Transport transport);

    /**
     * Adds what secures the link.
     *
     * @param options other options
     * @return the options for connecting
     */
    ConnectOptions connecting(ConnectOptions options);

    /** {@return the options for listening} */
    ListenOptions listening();

    /**
     * Checks that the other end of a link is the node that it claims to be.
     *
     * @param proof what it has proved
     * @param claimed the id that it claims
     * @param instance the instance that it states
     * @return the reason to refuse it; empty if it is that node
     */
    Optional<String> objection(LinkProof proof, NodeId claimed, String instance);

    /**
     * Verifies again what the other end of a link proved when the link began.
     *
     * @param proof what it proved
     * @throws RefusedCertificateException if that is not accepted any more
     */
    void verify(LinkProof proof) throws RefusedCertificateException;

    /**
     * Returns whether a link was opened with the credentials that this node has now.
     *
     * @param proof what its ends have proved
     * @return false if it should be replaced
     */
    boolean isCurrent(LinkProof proof);

    /** {@return what decides what peers may do; empty if everything is allowed} */
    Optional<Authorizer> authorizer();

    /** {@return what this node's directory is verified by; empty if it has no identity} */
    Optional<ClosedNetwork> closedNetwork();

    /** {@return how often other credentials were taken over; lists of revocations from other nodes do not count} */
    long changes();

    /** {@return how long peers accept the credentials; empty if there are none} */
    Optional<Validity> validity();

    /**
     * Adds what is called with the reason when new credentials are not used, on any thread. It must not block.
     *
     * @param listener receives the reason
     */
    void onRefused(Consumer<? super String> listener);

    /**
     * Adds what is called when the credentials have changed, on any thread. It must not block.
     *
     * @param listener notified after the change
     */
    void onChange(Runnable listener);

    /** Stops watching the credentials. Links that exist are not affected. */
    @Override
    void close();
}
