package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import chaski.transport.udp.protocol.AddressTokens;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The transport of {@code udp://host:port}: an OSGi service, or found by {@link java.util.ServiceLoader}. Thread-safe.
 *
 * <p>Its threads start with the first listener or connect and end with {@link #close}. {@code udp://0.0.0.0:…} listens on every IPv4
 * address of the machine, {@code udp://[::]:…} on every address of both families. {@link #counters} counts what was ignored and
 * refused.
 */
@Component(service = Transport.class, property = "chaski.scheme=" + UdpTransport.SCHEME)
@Capability(namespace = "chaski.transport", attribute = "scheme=" + UdpTransport.SCHEME)
public final class UdpTransport implements Transport {

    /** The scheme of the endpoints it serves. */
    static final String SCHEME = "udp";

    /** Part of the contract of {@link Link#closeAfterWrites}. */
    private static final long LINGER_MS = 1_000;

    /** Of the two seconds that closing may take in all, for the links; the rest is for the threads. */
    private static final long LINKS_WAIT_MS = 1_000;

    private static final long THREADS_WAIT_MS = 800;

    private static final int KEY_BYTES = 32;

    private final Supplier<UdpRuntime> kind;
    private final long lingerMs;
    private final UdpCounters counters = new UdpCounters();
    private final Object lock = new Object();
    private final Set<UdpListener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<UdpLink> links = ConcurrentHashMap.newKeySet();
    private final Set<UdpPort> ports = ConcurrentHashMap.newKeySet();
    private final Map<InetSocketAddress, UdpAcceptor> bound = new ConcurrentHashMap<>();
    private final Map<CompletableFuture<Link>, Endpoint> dials = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private @Nullable UdpRuntime io;

    /** Creates an idle transport: no thread, no descriptor. */
    public UdpTransport() {
        this(NettyRuntime::best, LINGER_MS);
    }

    UdpTransport(Supplier<UdpRuntime> kind, long lingerMs) {
        this.kind = kind;
        this.lingerMs = lingerMs;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.RELIABLE, Feature.DATAGRAM, Feature.IP_HOSTS);
    }

    @Override
    public Map<String, Long> counters() {
        return counters.all();
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        Objects.requireNonNull(acceptor, "acceptor");
        TransportErrors.requireScheme(SCHEME, local);
        UdpRuntime running = io(local);
        if (running.current()) {
            throw new IllegalStateException(
                    "listen waits for the system; do not call it on an I/O thread of the transport");
        }
        UdpListener listener = open(running, local, acceptor);
        listeners.add(listener);
        listener.whenClosed(() -> listeners.remove(listener));
        if (closed) {
            listener.close();
            throw TransportErrors.transportClosed(local);
        }
        return listener;
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        Objects.requireNonNull(options, "options");
        if (options.security().isPresent()) {
            return CompletableFuture.failedFuture(TransportErrors.notSecured(remote));
        }
        CompletableFuture<Link> result;
        try {
            TransportErrors.requireScheme(SCHEME, remote);
            TransportErrors.requirePort(remote);
            InetSocketAddress address = IpAddresses.socketAddress(remote);
            UdpRuntime running = io(remote);
            result = new UdpConnect(
                            running.next(),
                            loop -> port(running, loop),
                            lingerMs,
                            remote,
                            address,
                            options.timeout(),
                            this::adopt)
                    .start();
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
        dials.put(result, remote);
        result.whenComplete((link, failure) -> dials.remove(result));
        if (closed) {
            result.completeExceptionally(TransportErrors.transportClosed(remote));
        }
        return result;
    }

    @Override
    @Deactivate
    public void close() {
        UdpRuntime running;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            running = io;
        }
        if (running != null) {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            listeners.forEach(listener -> ends.add(listener.closing()));
            dials.forEach((dial, remote) -> dial.completeExceptionally(TransportErrors.transportClosed(remote)));
            links.forEach(link -> {
                link.close();
                ends.add(link.closed());
            });
            if (!running.current()) {
                running.await(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), LINKS_WAIT_MS);
            }
            // Some connections still answer peers that have not learned of the end: those will learn it from their own
            // timers.
            ports.forEach(UdpTransport::closePort);
            running.close(THREADS_WAIT_MS);
        }
    }

    /** {@return how many links are open} */
    int openLinks() {
        return links.size();
    }

    /** {@return how many sockets are open} */
    int openPorts() {
        return ports.size();
    }

    UdpCounters count() {
        return counters;
    }

    private UdpListener open(UdpRuntime running, Endpoint local, LinkAcceptor acceptor) {
        InetSocketAddress address = IpAddresses.socketAddress(local);
        UdpAcceptor left = bound.get(address);
        if (left != null) {
            UdpListener taken = running.call(left.port().loop(), () -> takeOver(running, left, local, acceptor));
            if (taken != null) {
                return taken;
            }
        }
        IoLoop loop = running.next();
        return running.call(loop, () -> bind(running, loop, address, local, acceptor));
    }

    /** Links of a closed listener may still use the port; they stay, beside those of the new one. */
    private static @Nullable UdpListener takeOver(
            UdpRuntime running, UdpAcceptor left, Endpoint local, LinkAcceptor acceptor) {
        UdpPort port = left.port();
        if (port.closed() || left.waits()) {
            return null;
        }
        left.begin(local, acceptor);
        return new UdpListener(
                running, port, left, IpAddresses.endpoint(SCHEME, port.socket().local()));
    }

    private UdpListener bind(
            UdpRuntime running, IoLoop loop, InetSocketAddress address, Endpoint local, LinkAcceptor acceptor) {
        UdpPort port = port(running, loop);
        try {
            port.open(address, null);
        } catch (SocketFailure e) {
            throw TransportErrors.cannotBind(local, e);
        }
        InetSocketAddress real = port.socket().local();
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        while (key.hasRemaining()) {
            key.putLong(running.random());
        }
        UdpAcceptor acceptance =
                new UdpAcceptor(port, new AddressTokens(key.array(), loop.nanoTime()), lingerMs, this::adopt);
        acceptance.begin(local, acceptor);
        port.opening(acceptance);
        bound.put(real, acceptance);
        port.whenClosed(() -> bound.remove(real, acceptance));
        return new UdpListener(running, port, acceptance, IpAddresses.endpoint(SCHEME, real));
    }

    private UdpPort port(UdpRuntime running, IoLoop loop) {
        UdpPort port = new UdpPort(running, loop, counters);
        ports.add(port);
        port.whenClosed(() -> ports.remove(port));
        return port;
    }

    private static void closePort(UdpPort port) {
        try {
            port.loop().execute(port::closeNow);
        } catch (RejectedExecutionException ended) {
            // Its loop has ended, and closed the socket.
            return;
        }
    }

    /** Makes sure that a new link does not outlive the transport. */
    private void adopt(UdpLink link) {
        links.add(link);
        link.closed().thenRun(() -> links.remove(link));
        if (closed) {
            link.close();
        }
    }

    private UdpRuntime io(Endpoint endpoint) {
        synchronized (lock) {
            if (closed) {
                throw TransportErrors.transportClosed(endpoint);
            }
            if (io == null) {
                io = kind.get();
            }
            return io;
        }
    }
}
