package chaski.node.link;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.node.NodeEvent;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.node.context.NodeContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transports of a node and the endpoints on which it listens. An endpoint whose transport is absent waits for it; an endpoint
 * that was bound before is bound to the same port again.
 *
 * <p>Guarded by itself; events and the transports' own code run under no lock of the engine but this one.
 */
public final class Transports {

    /**
     * The interval between attempts to bind. A port that is taken may be free soon: its former owner, perhaps an earlier run of
     * this node, is still closing.
     */
    private static final long BIND_AGAIN_NS = 1_000_000_000L;

    private final NodeContext context;
    private final Handshakes handshakes;
    private final Runnable onChange;
    private final HostNames names;
    private final InterfaceWatch interfaces;
    private final Map<String, Transport> byScheme = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();
    private boolean retrying;
    private boolean closed;
    private volatile List<Endpoint> reachable = List.of();
    private volatile Set<Endpoint> own = Set.of();

    /**
     * Creates an instance without transports.
     *
     * @param context this node
     * @param handshakes takes the links that others open
     * @param onChange called on any thread when {@link #reachable} changes by itself: an endpoint was bound later than requested,
     *     or an interface came or went
     */
    public Transports(NodeContext context, Handshakes handshakes, Runnable onChange) {
        this(context, handshakes, HostNames.JDK, InterfaceWatch::ofThisMachine, onChange);
    }

    Transports(
            NodeContext context,
            Handshakes handshakes,
            HostNames names,
            InterfaceWatch.Source addresses,
            Runnable onChange) {
        this.context = context;
        this.handshakes = handshakes;
        this.onChange = onChange;
        this.names = names;
        this.interfaces = new InterfaceWatch(context.environment(), addresses, this::interfacesChanged);
    }

    private static final class Place {
        private final Endpoint asked;
        private Endpoint wanted;
        private @Nullable Listener listener;
        private boolean refused;

        Place(Endpoint asked) {
            this.asked = asked;
            this.wanted = asked;
        }
    }

    /**
     * Adds a transport and binds the endpoints that wait for it. One that cannot be used on this machine is reported and left out.
     *
     * @param transport the transport
     */
    public synchronized void add(Transport transport) {
        Optional<String> unavailability = transport.unavailability();
        if (unavailability.isPresent()) {
            context.counters().add("transport.unavailable");
            context.events()
                    .raise(at -> new NodeEvent.Refused(
                            at, transport.scheme(), "transport.unavailable", unavailability.get()));
            return;
        }
        Transport taken = byScheme.putIfAbsent(transport.scheme(), transport);
        if (taken != null) {
            throw new ConfigurationException("transport " + transport.scheme()
                    + ": expected one that is not there yet, remove the other one first");
        }
        context.events().raise(at -> new NodeEvent.TransportArrived(at, transport.scheme()));
        for (Place place : waiting()) {
            if (place.wanted.scheme().equals(transport.scheme())) {
                tryToBind(place, transport);
            }
        }
        bindAgainLater();
    }

    /** The endpoints that are not bound and could be. */
    private List<Place> waiting() {
        return places.stream()
                .filter(place -> place.listener == null && byScheme.containsKey(place.wanted.scheme()))
                .toList();
    }

    private void tryToBind(Place place, Transport transport) {
        try {
            bind(place, transport);
        } catch (TransportException e) {
            context.counters().add("listen.failed");
            if (!place.refused) {
                place.refused = true;
                context.events()
                        .raise(at -> new NodeEvent.Refused(
                                at, place.wanted.toString(), "listen.failed", String.valueOf(e.getMessage())));
            }
        }
    }

    /** Retries the endpoints that could not be bound, until none is left. */
    private void bindAgainLater() {
        if (!closed && !retrying && !waiting().isEmpty()) {
            retrying = true;
            context.environment()
                    .schedule(BIND_AGAIN_NS, () -> context.environment().start("listen", this::bindAgain));
        }
    }

    private void bindAgain() {
        boolean bound = false;
        synchronized (this) {
            retrying = false;
            for (Place place : closed ? List.<Place>of() : waiting()) {
                Transport transport = byScheme.get(place.wanted.scheme());
                if (transport != null) {
                    tryToBind(place, transport);
                    bound |= place.listener != null;
                }
            }
            bindAgainLater();
        }
        if (bound) {
            onChange.run();
        }
    }

    /**
     * Removes a transport and closes its listeners. The caller closes its links.
     *
     * @param transport the transport
     * @return whether it was present
     */
    public synchronized boolean remove(Transport transport) {
        if (!byScheme.remove(transport.scheme(), transport)) {
            return false;
        }
        for (Place place : places) {
            if (place.wanted.scheme().equals(transport.scheme())) {
                unbind(place);
            }
        }
        context.events().raise(at -> new NodeEvent.TransportLeft(at, transport.scheme()));
        return true;
    }

    /**
     * Listens on another endpoint, now or when its transport is added.
     *
     * @param endpoint the endpoint
     */
    public synchronized void listen(Endpoint endpoint) {
        Place place = new Place(endpoint);
        Transport transport = byScheme.get(endpoint.scheme());
        if (transport != null && !closed) {
            bind(place, transport);
        }
        places.add(place);
        boundChanged();
    }

    /**
     * Listens on the given endpoints only; those that are bound already stay bound. Links that were accepted by a listener that is
     * now closed stay open.
     *
     * @param wanted the endpoints, as they were or would be given to {@link #listen}
     */
    public synchronized void listenOnly(List<Endpoint> wanted) {
        List<Endpoint> missing = new ArrayList<>(wanted);
        List<Place> unwanted = new ArrayList<>(places);
        // a port that was chosen by the system may now be given by its number
        unwanted.removeIf(place -> missing.remove(place.wanted));
        unwanted.removeIf(place -> missing.remove(place.asked));
        unwanted.forEach(this::unbind);
        places.removeAll(unwanted);
        for (Endpoint endpoint : missing) {
            Place place = new Place(endpoint);
            places.add(place);
            Transport transport = byScheme.get(endpoint.scheme());
            if (transport != null) {
                tryToBind(place, transport);
            }
        }
        bindAgainLater();
    }

    private void bind(Place place, Transport transport) {
        Endpoint local = names.resolved(place.wanted, transport);
        context.security().checkPermitted(local, transport);
        Listener listener = transport.listen(local, context.security().listening(), handshakes::accepted);
        place.listener = listener;
        place.wanted = listener.bound();
        place.refused = false;
        if (AdvertisedEndpoints.isUnspecified(listener.bound())) {
            interfaces.start();
        }
        boundChanged();
        context.events().raise(at -> new NodeEvent.Listening(at, listener.bound()));
    }

    private void unbind(Place place) {
        Listener listener = place.listener;
        place.listener = null;
        boundChanged();
        if (listener != null) {
            listener.close();
        }
    }

    private void boundChanged() {
        List<Endpoint> bound = bound();
        reachable = AdvertisedEndpoints.reachable(bound, interfaces.addresses());
        own = AdvertisedEndpoints.own(bound, interfaces.addresses());
    }

    private void interfacesChanged() {
        synchronized (this) {
            boundChanged();
        }
        onChange.run();
    }

    /**
     * Checks that an endpoint may be dialled, if its transport is present and no name has to be resolved for that.
     *
     * @param endpoint the endpoint
     * @throws TransportException if this node must not; the message names what to do
     */
    public void checkPermitted(Endpoint endpoint) {
        Transport transport = find(endpoint.scheme()).orElse(null);
        if (transport != null && !HostNames.mustBeResolved(endpoint, transport)) {
            context.security().checkPermitted(endpoint, transport);
        }
    }

    /** {@return the endpoints bound now} */
    public synchronized List<Endpoint> bound() {
        List<Endpoint> bound = new ArrayList<>();
        for (Place place : places) {
            if (place.listener != null) {
                bound.add(place.wanted);
            }
        }
        return bound;
    }

    /**
     * Returns the endpoints at which other nodes can dial this one: those bound now, with an unspecified address replaced by the
     * addresses of the interfaces that are up. Takes no lock.
     *
     * @return the endpoints
     */
    public List<Endpoint> reachable() {
        return reachable;
    }

    /**
     * Checks if this node itself listens on an endpoint. A node on another machine may have the same endpoint, if both use the same
     * private address. Takes no lock.
     *
     * @param endpoint the endpoint, as a transport writes it
     * @return true if a listener of this node is bound to it
     */
    public boolean isOwn(Endpoint endpoint) {
        return own.contains(endpoint);
    }

    /**
     * Finds the transport of a scheme.
     *
     * @param scheme the scheme
     * @return the transport, if present
     */
    public synchronized Optional<Transport> find(String scheme) {
        return Optional.ofNullable(byScheme.get(scheme));
    }

    /** {@return the counters of all present transports, by name} */
    public Map<String, Long> counters() {
        List<Transport> transports;
        synchronized (this) {
            transports = List.copyOf(byScheme.values());
        }
        Map<String, Long> all = new TreeMap<>();
        transports.forEach(
                transport -> transport.counters().forEach((name, count) -> all.merge(name, count, Long::sum)));
        return all;
    }

    /** Closes the listeners; the transports are not closed. */
    public synchronized void close() {
        closed = true;
        interfaces.close();
        places.forEach(this::unbind);
        byScheme.clear();
    }
}
