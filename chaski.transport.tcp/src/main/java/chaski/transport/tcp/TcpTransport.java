package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The transport of {@code tcp://host:port}: an OSGi service, or found by {@link java.util.ServiceLoader}. Thread-safe.
 *
 * <p>Its threads start with the first listener or connect and end with {@link #close}. {@code tcp://0.0.0.0:…} listens on every IPv4
 * address of the machine, {@code tcp://[::]:…} on every address of both families.
 */
@Component(service = Transport.class, property = "chaski.scheme=" + TcpTransport.SCHEME)
@Capability(namespace = "chaski.transport", attribute = "scheme=" + TcpTransport.SCHEME)
public final class TcpTransport implements Transport {

    private static final Logger LOG = System.getLogger(TcpTransport.class.getName());

    /** The scheme of the endpoints it serves. */
    static final String SCHEME = "tcp";

    /** Part of the contract of {@link Link#closeAfterWrites}. */
    private static final long LINGER_MS = 1_000;

    /** Of the two seconds that closing may take in all, for the links; the rest is for the threads. */
    private static final long LINKS_WAIT_MS = 1_000;

    private static final long THREADS_WAIT_MS = 800;

    private final Supplier<TcpSockets> kind;
    private final long lingerMs;
    private final Object lock = new Object();
    private final Set<TcpListener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();
    private final Map<CompletableFuture<Link>, Endpoint> dials = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private @Nullable TcpReactor reactor;

    /** Creates an idle transport: no thread, no descriptor. */
    public TcpTransport() {
        this(TcpSockets::best, LINGER_MS);
    }

    TcpTransport(Supplier<TcpSockets> kind, long lingerMs) {
        this.kind = kind;
        this.lingerMs = lingerMs;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.RELIABLE, Feature.IP_HOSTS, Feature.SECURE);
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return listen(local, ListenOptions.DEFAULT, acceptor);
    }

    @Override
    public Listener listen(Endpoint local, ListenOptions options, LinkAcceptor acceptor) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(acceptor, "acceptor");
        TransportErrors.requireScheme(SCHEME, local);
        TcpReactor running = reactor(local);
        if (running.threads().current()) {
            throw new IllegalStateException(
                    "listen waits for the system; do not call it on an I/O thread of the transport");
        }
        TcpListener listener = TcpListener.open(running, local, options, acceptor, this::adopt);
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
        CompletableFuture<Link> result;
        try {
            TransportErrors.requireScheme(SCHEME, remote);
            TransportErrors.requirePort(remote);
            InetSocketAddress address = IpAddresses.socketAddress(remote);
            result = new TcpConnect(reactor(remote), remote, address, options, this::adopt).start();
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
        TcpReactor running;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            running = reactor;
        }
        if (running != null) {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            listeners.forEach(listener -> ends.add(listener.closing()));
            dials.forEach((dial, remote) -> dial.completeExceptionally(TransportErrors.transportClosed(remote)));
            links.forEach(link -> {
                link.close();
                ends.add(link.closed());
            });
            end(running.threads(), CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)));
        }
    }

    /** {@return how many links are open} */
    int openLinks() {
        return links.size();
    }

    private static void end(TcpIoThreads threads, CompletableFuture<Void> everythingClosed) {
        if (threads.current()) {
            // A thread cannot wait for itself: the threads end when their tasks are done, including this one.
            threads.shutdown(THREADS_WAIT_MS);
            return;
        }
        try {
            await(everythingClosed);
            threads.shutdown(THREADS_WAIT_MS);
            threads.awaitEnd(THREADS_WAIT_MS);
        } catch (InterruptedException e) {
            // The transport closes without this thread waiting for it.
            threads.shutdown(THREADS_WAIT_MS);
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CompletableFuture<Void> everythingClosed) throws InterruptedException {
        try {
            everythingClosed.get(LINKS_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            LOG.log(Level.WARNING, "A handler of a link blocks an I/O thread, which ends when the handler returns");
        }
    }

    /** Makes sure that a new link does not outlive the transport. */
    private void adopt(TcpLink link) {
        links.add(link);
        link.closed().thenRun(() -> links.remove(link));
        if (closed) {
            link.close();
        }
    }

    private TcpReactor reactor(Endpoint endpoint) {
        synchronized (lock) {
            if (closed) {
                throw TransportErrors.transportClosed(endpoint);
            }
            if (reactor == null) {
                reactor = TcpReactor.start(kind.get(), lingerMs);
            }
            return reactor;
        }
    }
}
