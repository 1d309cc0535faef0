package chaski.api.node;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.codec.Codec;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One member of the network. It listens, joins, finds the nodes that share its topics, keeps sessions with them, and offers
 * services such as the streamer on top.
 *
 * <p>Get one from {@link chaski.api.node.Chaski#node}, in OSGi from the {@link NodeFactory} service or as a service. Thread-safe.
 */
@ProviderType
public interface Node extends AutoCloseable {

    /** {@return the id, the same over restarts if the user keeps it, or keeps identity and instance} */
    NodeId id();

    /** {@return the number of this run: larger than that of every earlier run of the same id} */
    long incarnation();

    /** {@return the name for people} */
    String name();

    /**
     * Returns the endpoints on which this node listens now, as others can dial them: with real ports, and an unspecified address
     * ({@code 0.0.0.0}, {@code ::}) replaced by the addresses of the interfaces that are up. Loopback addresses replace an
     * unspecified one only if there is no other; link-local IPv6 addresses never do. Interfaces are read every few seconds.
     *
     * @return the endpoints, whether or not others are advertised
     */
    List<Endpoint> endpoints();

    /**
     * Listens on another endpoint. If its transport is not available yet, the endpoint is bound when the transport is added.
     *
     * @param endpoint the endpoint; port 0 takes any free port
     * @throws chaski.api.TransportException when it cannot be bound now
     */
    void listen(Endpoint endpoint);

    /**
     * Dials the node behind an endpoint, and again whenever there is no session with it, until {@link #removeSeed} or the end of
     * this node: the other node may be up, down, or start later. A node that is known under that endpoint and was disconnected by
     * {@link Peer#disconnect} may connect again at once.
     *
     * <p>A node that cannot be reached, or that refuses, is reported by events ({@link NodeEvent.DialFailed}, {@link NodeEvent.Refused}).
     *
     * @param endpoint the endpoint
     * @return completed with the peer when the first session is established; it may never be completed
     * @throws chaski.api.TransportException if this node must not dial it: without an identity, another machine; with one, without TLS
     */
    CompletionStage<Peer> join(Endpoint endpoint);

    /**
     * Stops dialling an endpoint given to {@link #join}. Existing sessions are kept.
     *
     * @param endpoint the endpoint
     */
    void removeSeed(Endpoint endpoint);

    /** {@return the peers with a session now, including parked sessions} */
    Collection<Peer> peers();

    /**
     * Returns the peer of an id.
     *
     * @param id the id
     * @return the peer, if there is a session with it
     */
    Optional<Peer> peer(NodeId id);

    /**
     * Refuses sessions with a node from now on. An existing session ends in an orderly way, as by {@link Peer#disconnect}, and the
     * node is not dialled any more. When it dials, or answers at an endpoint that was joined, it is refused, which both sides count
     * and report ({@link NodeEvent.Refused}). It remains listed in {@link #directory}. A joined endpoint behind which it was found
     * is still dialled every 30 s, since another node may answer there one day.
     *
     * <p>This holds until {@link #allow}, for as long as this node runs. A change of the configuration denies and allows only those
     * ids that were added to or removed from its key {@code deny}.
     *
     * <p>Without mutual TLS an id is not proved: a denied node can come back under another one. In that case this keeps out
     * misconfigured nodes, not hostile ones.
     *
     * @param id another node's; has no effect if it is denied already
     * @throws IllegalArgumentException if it is this node's own id
     * @throws chaski.api.LimitException if {@value NodeConfig#MAX_DENIED} are denied already
     */
    void deny(NodeId id);

    /**
     * Revokes {@link #deny}, or ends the time that follows {@link Peer#disconnect}: the node may connect again, and is dialled if
     * it is wanted.
     *
     * @param id the node; has no effect if it is not denied
     */
    void allow(NodeId id);

    /** {@return the ids that are denied now, by the configuration or by {@link #deny}; a snapshot} */
    Set<NodeId> denied();

    /**
     * Returns what is known of other nodes, peers or not. Each entry has its {@linkplain DirectoryEntry#state state}: a node that
     * is killed becomes suspect, then down, some milliseconds after its peers call it so; a later run replaces an earlier one. A
     * node that no node has been linked with for a minute is left out.
     *
     * @return a snapshot
     */
    List<DirectoryEntry> directory();

    /**
     * Queries the network for nodes that publish or subscribe to a topic, beyond the direct peers. A timeout causes no pairing.
     *
     * @param topic the topic
     * @param timeout how long answers are gathered; positive, at most one hour
     * @return the nodes that answered within the time, this one excepted
     */
    CompletionStage<List<DirectoryEntry>> discover(Topic topic, Duration timeout);

    /**
     * Requests the own view of a node with which there is a session.
     *
     * @param peer the peer
     * @return the report of that node about itself; fails if it does not answer within ten seconds
     */
    CompletionStage<NodeReport> report(NodeId peer);

    /**
     * Returns a service of this node, for example {@code Streamer}; each call returns the same instance.
     *
     * @param type the service's interface
     * @return the service
     * @param <S> the type
     * @throws ConfigurationException when no installed part offers it
     */
    <S> S service(Class<S> type);

    /** {@return the codecs of this node by name} */
    Map<String, Codec> codecs();

    /**
     * Adds a transport: endpoints that wait for it are bound, peers that need it are dialled.
     *
     * @param transport the transport; closing it remains the caller's responsibility
     * @throws ConfigurationException when a transport of the same scheme is present already
     */
    void addTransport(Transport transport);

    /**
     * Removes a transport within two seconds: sessions that another transport reaches move to it first, the others are parked. The
     * engine keeps nothing of the transport. Its endpoints are bound again when a transport of that scheme returns.
     *
     * @param transport the transport
     */
    void removeTransport(Transport transport);

    /**
     * Adds a listener of events. Listeners are called one after another on a thread for events; a slow one loses the oldest events
     * when 10,000 wait, which is counted.
     *
     * @param listener the listener
     * @return removes the listener when closed
     */
    Watch watch(Consumer<? super NodeEvent> listener);

    /**
     * {@return counters by name: of what was sent, received, refused and dropped, by reason, including those of the transports that
     * are present now; a snapshot}
     */
    Map<String, Long> counters();

    /** {@return the configuration in effect: the one this node was started with, or a later one from Configuration Admin} */
    NodeConfig config();

    /**
     * Closes gracefully: drains subscriptions, waits for acknowledgements up to the drain timeout, sends GOODBYE, and closes the
     * listeners and links. Messages that are not acknowledged by then are reported lost. Closing again waits for the first close.
     *
     * <p>From within the node it only begins to close and returns at once, as {@link #closeAsync} does, because the close waits for
     * code that runs there: a handler (an {@code inline} one too), an exported method, an attached function, a listener of events,
     * a signal of a stream, or an action that depends on a stage that this node completed. The close continues when that code has
     * returned, and does not interrupt it before the drain timeout is over.
     */
    @Override
    void close();

    /**
     * Begins to close as {@link #close} does, without waiting. Code that runs within the node may call it, but must not wait for
     * its stage.
     *
     * @return completed when the node is closed; never fails
     */
    CompletionStage<Void> closeAsync();

    /** {@return true once {@link #close} or {@link #closeAsync} was called, or the node has begun to close by itself} */
    boolean isClosing();

    /** A listener of events that was added. */
    @ProviderType
    interface Watch extends AutoCloseable {

        /** Removes the listener; it may still receive an event that is being delivered. Closing again has no effect. */
        @Override
        void close();
    }

    /**
     * Collects a configuration and starts the node. The documentation of each method names its default. Not thread-safe; the node
     * is independent of the builder.
     */
    @ProviderType
    interface Builder {

        /**
         * Sets the identity. Default: drawn at random.
         *
         * @param value the id
         * @return this
         */
        Builder id(NodeId value);

        /**
         * Sets the name for people. Default: {@code node}.
         *
         * @param value 1 to 256 printable characters
         * @return this
         */
        Builder name(String value);

        /**
         * Adds an endpoint to listen on. Default: none.
         *
         * @param endpoint for example {@code tcp://127.0.0.1:0}
         * @return this
         */
        Builder listen(String endpoint);

        /**
         * Adds an endpoint that is advertised to other nodes for dialling, instead of those of {@link Node#endpoints}, for example
         * the endpoint of a router that forwards a port. Default: none.
         *
         * @param endpoint for example {@code tcp://gateway.example:7601}
         * @return this
         */
        Builder advertise(String endpoint);

        /**
         * Adds a node to join. Default: none.
         *
         * @param endpoint its endpoint
         * @return this
         */
        Builder join(String endpoint);

        /**
         * Makes the node an observer, which only reads and is neither announced nor listed. Default: no.
         *
         * @param value true for an observer
         * @return this
         */
        Builder observer(boolean value);

        /**
         * Sets the buffers and timeouts of sessions. Default: {@link SessionConfig#DEFAULT}.
         *
         * @param value the configuration
         * @return this
         */
        Builder session(SessionConfig value);

        /**
         * Sets when a silent peer is suspected. Default: {@link HeartbeatConfig#DEFAULT}.
         *
         * @param value the configuration
         * @return this
         */
        Builder heartbeat(HeartbeatConfig value);

        /**
         * Sets how a lost peer is dialled again. Default: {@link ReconnectConfig#DEFAULT}.
         *
         * @param value the configuration
         * @return this
         */
        Builder reconnect(ReconnectConfig value);

        /**
         * Sets which transport a session uses when several reach the peer. Default: {@link LinkConfig#DEFAULT}.
         *
         * @param value the configuration
         * @return this
         */
        Builder link(LinkConfig value);

        /**
         * Sets which nodes are linked. Default: {@link PairingConfig#DEFAULT}.
         *
         * @param value the configuration
         * @return this
         */
        Builder pairing(PairingConfig value);

        /**
         * Sets the upper bounds on what the node accepts from others. Default: {@link Limits#DEFAULT}.
         *
         * @param value the limits
         * @return this
         */
        Builder limits(Limits value);

        /**
         * Configures a service of the node, for example by {@code chaski.api.remote.RemoteLimits}. Default: the service's own.
         *
         * @param value the configuration; replaces one of the same class
         * @return this
         */
        Builder configure(ServiceConfig value);

        /**
         * Adds a node with which this one refuses sessions. Default: none.
         *
         * @param value its id
         * @return this
         * @see Node#deny
         */
        Builder deny(NodeId value);

        /**
         * Sets which nodes this one trusts, and its own identity.
         *
         * @param value the configuration
         * @return this
         * @throws chaski.api.ConfigurationException if it has an identity and an {@link #id} is set
         */
        Builder security(SecurityConfig value);

        /**
         * Gives the node an identity: only nodes that prove theirs reach it, by encrypted links. Without one, and without
         * {@link SecurityConfig#OPEN}, only nodes of the same machine do.
         *
         * @param directory contains {@code cert.pem}, {@code key.pem} and {@code trust.pem}
         * @return this
         */
        Builder identity(Path directory);

        /**
         * Sets where the engine, transports, codecs and services are looked up: in the modules and the class path that a class
         * loader sees. Default: the context class loader of the thread that calls {@link #start}, or the API's own. Replaces
         * {@link #layer}.
         *
         * @param value the class loader
         * @return this
         */
        Builder loader(ClassLoader value);

        /**
         * Sets where the engine, transports, codecs and services are looked up: in a module layer and its parents, without a class
         * path. Default: see {@link #loader}, which this replaces.
         *
         * @param value the layer
         * @return this
         */
        Builder layer(ModuleLayer value);

        /**
         * Adds a transport. When one is given, none is looked up, and endpoints whose transport was not given wait for
         * {@link Node#addTransport}. Default: the transports that are found, which the node closes with itself.
         *
         * @param value the transport; closing it remains the caller's responsibility
         * @return this
         */
        Builder transport(Transport value);

        /** {@return the configuration as set so far} */
        NodeConfig config();

        /**
         * Creates and starts the node.
         *
         * @return the node
         * @throws ConfigurationException when a value is out of range, no engine is found, a part is present twice or built for a
         *     later Java version, or, unless transports were given, an endpoint has none
         */
        Node start();
    }
}
