package chaski.node.link;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.node.NodeEvent;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.node.session.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transports of a node, and where it listens. An endpoint whose transport is not there waits for it; one that was bound is
 * bound to the same port again.
 *
 * <p>Guarded by itself; events and the transports' own code run under no lock of the engine but this one.
 */
public final class Transports {

    private final Engine engine;
    private final Handshakes handshakes;
    private final Map<String, Transport> byScheme = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();
    private boolean closed;

    /**
     * None yet.
     *
     * @param engine what the sessions share
     * @param handshakes takes the links that strangers open
     */
    public Transports(Engine engine, Handshakes handshakes) {
        this.engine = engine;
        this.handshakes = handshakes;
    }

    private static final class Place {
        private Endpoint wanted;
        private @Nullable Listener listener;

        Place(Endpoint wanted) {
            this.wanted = wanted;
        }
    }

    /**
     * Adds a transport and binds what waits for it.
     *
     * @param transport the transport
     */
    public synchronized void add(Transport transport) {
        Transport taken = byScheme.putIfAbsent(transport.scheme(), transport);
        if (taken != null) {
            throw new ConfigurationException("transport " + transport.scheme()
                    + ": expected one that is not there yet, remove the other one first");
        }
        engine.events().raise(new NodeEvent.TransportArrived(transport.scheme()));
        for (Place place : places) {
            if (place.wanted.scheme().equals(transport.scheme()) && place.listener == null) {
                try {
                    bind(place, transport);
                } catch (TransportException e) {
                    engine.counters().add("listen.failed");
                    engine.events()
                            .raise(new NodeEvent.Refused(
                                    place.wanted.toString(), "listen.failed", String.valueOf(e.getMessage())));
                }
            }
        }
    }

    /**
     * Takes a transport away: its listeners are closed. Its links are the caller's to close.
     *
     * @param transport the transport
     * @return whether it was there
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
        engine.events().raise(new NodeEvent.TransportLeft(transport.scheme()));
        return true;
    }

    /**
     * Listens on one more endpoint, now or when its transport comes.
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
    }

    private void bind(Place place, Transport transport) {
        Listener listener = transport.listen(place.wanted, handshakes::accepted);
        place.listener = listener;
        place.wanted = listener.bound();
        engine.events().raise(new NodeEvent.Listening(listener.bound()));
    }

    private static void unbind(Place place) {
        Listener listener = place.listener;
        place.listener = null;
        if (listener != null) {
            listener.close();
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
     * Finds the transport of a scheme.
     *
     * @param scheme the scheme
     * @return the transport, if it is there
     */
    public synchronized Optional<Transport> find(String scheme) {
        return Optional.ofNullable(byScheme.get(scheme));
    }

    /** Closes the listeners; the transports stay as they are. */
    public synchronized void close() {
        closed = true;
        places.forEach(Transports::unbind);
        byScheme.clear();
    }
}
