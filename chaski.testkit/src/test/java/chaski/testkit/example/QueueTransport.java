package chaski.testkit.example;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import java.net.BindException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The transport of {@code queue://NAME:PORT}, an example: links within one JVM, whose bytes are copied to the task queue of the other
 * side. Each transport has one thread, the I/O thread of all its links.
 */
final class QueueTransport implements Transport {

    private static final String SCHEME = "queue";
    private static final Map<Endpoint, Accepting> LISTENING = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(1);

    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1, QueueTransport::daemon);
    private final Set<QueueLink> links = ConcurrentHashMap.newKeySet();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    QueueTransport() {
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        loop.setRemoveOnCancelPolicy(true);
    }

    private record Accepting(QueueTransport transport, LinkAcceptor acceptor) {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "queue-transport");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.RELIABLE);
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        TransportErrors.requireScheme(SCHEME, local);
        if (closed) {
            throw TransportErrors.transportClosed(local);
        }
        Endpoint bound = local.port() == 0 ? local.withPort(NEXT_PORT.getAndIncrement()) : local;
        Accepting accepting = new Accepting(this, acceptor);
        if (LISTENING.putIfAbsent(bound, accepting) != null) {
            throw TransportErrors.cannotBind(local, new BindException("Address already in use"));
        }
        Listener listener = new Listener() {
            @Override
            public Endpoint bound() {
                return bound;
            }

            @Override
            public void close() {
                LISTENING.remove(bound, accepting);
                listeners.remove(this);
            }
        };
        listeners.add(listener);
        return listener;
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        try {
            TransportErrors.requireScheme(SCHEME, remote);
            TransportErrors.requirePort(remote);
            if (options.security().isPresent()) {
                throw TransportErrors.notSecured(remote);
            }
            if (closed) {
                throw TransportErrors.transportClosed(remote);
            }
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
        Accepting there = LISTENING.get(remote);
        if (there == null) {
            return CompletableFuture.failedFuture(
                    TransportErrors.cannotConnect(remote, new ConnectException(TransportErrors.REFUSED)));
        }
        Endpoint local = remote.withPort(NEXT_PORT.getAndIncrement());
        QueueLink dialled = adopt(new QueueLink(loop, local, remote));
        QueueLink accepted = there.transport().adopt(new QueueLink(there.transport().loop, remote, local));
        dialled.pair(accepted);
        accepted.run(() -> {
            try {
                there.acceptor().accept(accepted);
            } catch (RuntimeException | Error e) {
                accepted.close();
            }
        });
        return CompletableFuture.completedFuture(dialled);
    }

    private QueueLink adopt(QueueLink link) {
        links.add(link);
        link.closed().thenRun(() -> links.remove(link));
        return link;
    }

    @Override
    public void close() {
        closed = true;
        listeners.forEach(Listener::close);
        links.forEach(QueueLink::close);
        loop.shutdown();
    }
}
