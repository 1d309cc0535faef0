package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ports that are bound on each host, and the next free one. */
final class PortTable {

    private static final int FIRST_FREE = 49152;
    private static final int LAST_FREE = 65535;

    private final Map<Port, SimulatedListener> listeners = new HashMap<>();
    private final Map<String, Integer> next = new HashMap<>();

    /** A port of a host. */
    record Port(String host, String scheme, int number) {}

    /** Binds the port of an endpoint. */
    Port bind(String host, Endpoint local, SimulatedListener listener) {
        int number = local.port() == 0 ? free(host, local.scheme()) : local.port();
        Port port = new Port(host, local.scheme(), number);
        if (listeners.putIfAbsent(port, listener) != null) {
            throw new TransportException("cannot listen on " + local + ": the port is in use on host " + host);
        }
        return port;
    }

    void unbind(Port port) {
        listeners.remove(port);
    }

    Optional<SimulatedListener> find(Port port) {
        @Nullable SimulatedListener bound = listeners.get(port);
        return Optional.ofNullable(bound);
    }

    /** Returns a free port of a host. */
    int free(String host, String scheme) {
        int candidate = next.getOrDefault(host, FIRST_FREE);
        while (listeners.containsKey(new Port(host, scheme, candidate))) {
            candidate = after(candidate);
        }
        next.put(host, after(candidate));
        return candidate;
    }

    private static int after(int port) {
        return port == LAST_FREE ? FIRST_FREE : port + 1;
    }
}
