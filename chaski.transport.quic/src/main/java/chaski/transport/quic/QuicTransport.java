package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import io.netty.channel.SingleThreadIoEventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The transport of {@code quic://host:port}: an OSGi service, or found by {@link java.util.ServiceLoader}. Thread-safe.
 *
 * <p>Its links are always encrypted: it neither listens nor connects without {@link LinkSecurity}. Its threads start with the first
 * listener or connect and end with {@link #close}. {@code quic://0.0.0.0:…} listens on every IPv4 address of the machine,
 * {@code quic://[::]:…} on every address of both families. {@link #counters} counts what was refused.
 */
@Component(service = Transport.class, property = "chaski.scheme=" + QuicTransport.SCHEME)
@Capability(namespace = "chaski.transport", attribute = "scheme=" + QuicTransport.SCHEME)
public final class QuicTransport implements Transport {

    private static final Logger LOG = System.getLogger(QuicTransport.class.getName());

    /** The scheme of the endpoints it serves. */
    static final String SCHEME = "quic";

    /** Part of the contract of {@link Link#closeAfterWrites}. */
    private static final long LINGER_MS = 1_000;

    /** Of the two seconds that closing may take in all, for the links; the rest is for the threads. */
    private static final long LINKS_WAIT_MS = 1_000;

    private static final long THREADS_WAIT_MS = 800;

    private final Supplier<QuicSockets> kind;
    private final QuicCodecs codecs;
    private final long lingerMs;
    private final QuicCounters counters = new QuicCounters();
    private final Object lock = new Object();
    private final Set<QuicListener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<QuicLink> links = ConcurrentHashMap.newKeySet();
    private final Map<InetSocketAddress, QuicPort> ports = new ConcurrentHashMap<>();
    private final Map<CompletableFuture<Link>, Endpoint> dials = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private @Nullable QuicReactor reactor;

    /** Creates an idle transport: no thread, no descriptor. */
    public QuicTransport() {
        this(QuicSockets::best, new QuicCodecs(QuicCongestion.chosen(), QuicCodecs.IDLE_MS), LINGER_MS);
    }

    QuicTransport(Supplier<QuicSockets> kind, QuicCodecs codecs, long lingerMs) {
        this.kind = kind;
        this.codecs = codecs;
        this.lingerMs = lingerMs;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.RELIABLE, Feature.DATAGRAM, Feature.SECURE, Feature.IP_HOSTS);
    }

    @Override
    public Optional<String> unavailability() {
        return QuicLibrary.missing();
    }

    @Override
    public Map<String, Long> counters() {
        return counters.all();
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return listen(local, ListenOptions.DEFAULT, acceptor);
    }

    @Override
    public Listener listen(Endpoint local, ListenOptions options, LinkAcceptor acceptor) {
        Objects.requireNonNull(acceptor, "acceptor");
        TransportErrors.requireScheme(SCHEME, local);
        Supplier<LinkSecurity> security = options.security().orElseThrow(() -> QuicErrors.needsSecurity(local));
        InetSocketAddress address = IpAddresses.socketAddress(local);
        QuicReactor running = reactor(local);
        if (running.threads().current()) {
            throw new IllegalStateException(
                    "listen waits for the system; do not call it on an I/O thread of the transport");
        }
        QuicPort port = takenOver(address, security, acceptor);
        if (port == null) {
            port = bound(running, local, address, security, acceptor);
        }
        QuicListener listener = new QuicListener(port, running.threads(), IpAddresses.endpoint(SCHEME, port.address()));
        listeners.add(listener);
        listener.whenClosed(() -> listeners.remove(listener));
        if (closed) {
            listener.close();
            throw TransportErrors.transportClosed(local);
        }
        return listener;
    }

    /** Links of a closed listener may still use a port; they stay, beside those of the new one. */
    private @Nullable QuicPort takenOver(
            InetSocketAddress address, Supplier<LinkSecurity> security, LinkAcceptor acceptor) {
        QuicPort left = ports.get(address);
        if (left == null) {
            return null;
        }
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        try {
            left.loop().execute(() -> taken.complete(left.begin(security, acceptor)));
        } catch (RejectedExecutionException ended) {
            return null;
        }
        return taken.join() ? left : null;
    }

    private QuicPort bound(
            QuicReactor running,
            Endpoint local,
            InetSocketAddress address,
            Supplier<LinkSecurity> security,
            LinkAcceptor acceptor) {
        SingleThreadIoEventLoop loop = running.threads().next();
        QuicPort port = new QuicPort(running, loop, this::adopt);
        CompletableFuture<QuicPort> bound = new CompletableFuture<>();
        // Not on this thread: Netty leaves thread-locals on the thread that creates a channel. Through them, a thread
        // of the caller would hold the class loader of this transport after its end.
        try {
            loop.execute(() -> bind(port, address, security, acceptor, bound));
        } catch (RejectedExecutionException ended) {
            throw TransportErrors.transportClosed(local);
        }
        try {
            bound.join();
        } catch (CompletionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            throw failure instanceof TransportException known ? known : TransportErrors.cannotBind(local, failure);
        }
        InetSocketAddress real = port.address();
        ports.put(real, port);
        port.freed().thenRun(() -> ports.remove(real, port));
        return port;
    }

    private static void bind(
            QuicPort port,
            InetSocketAddress address,
            Supplier<LinkSecurity> security,
            LinkAcceptor acceptor,
            CompletableFuture<QuicPort> bound) {
        try {
            port.begin(security, acceptor);
            port.bind(address, bound);
        } catch (Throwable e) {
            bound.completeExceptionally(e); // the caller of listen waits for it
        }
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        Objects.requireNonNull(options, "options");
        CompletableFuture<Link> result;
        try {
            TransportErrors.requireScheme(SCHEME, remote);
            TransportErrors.requirePort(remote);
            InetSocketAddress address = IpAddresses.socketAddress(remote);
            result = new QuicConnect(reactor(remote), remote, address, options, this::adopt).start();
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
        QuicReactor running;
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
                ends.add(link.gone());
            });
            ports.values().forEach(port -> ends.add(port.freed()));
            end(running.threads(), CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)));
        }
    }

    /** {@return how many links are open} */
    int openLinks() {
        return links.size();
    }

    private static void end(QuicIoThreads threads, CompletableFuture<Void> everythingClosed) {
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
    private void adopt(QuicLink link) {
        links.add(link);
        link.gone().thenRun(() -> links.remove(link));
        if (closed) {
            link.close();
        }
    }

    private QuicReactor reactor(Endpoint endpoint) {
        synchronized (lock) {
            if (closed) {
                throw TransportErrors.transportClosed(endpoint);
            }
            if (reactor == null) {
                QuicLibrary.missing().ifPresent(why -> {
                    throw QuicErrors.unavailable(endpoint, why);
                });
                reactor = QuicReactor.start(kind.get(), codecs, counters, lingerMs);
            }
            return reactor;
        }
    }
}
