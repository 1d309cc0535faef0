package chaski.node;

import chaski.api.ConfigurationException;
import chaski.api.codec.Codec;
import chaski.api.node.Drainable;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.NodeServiceProvider;
import chaski.api.protocol.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services on top of a node, created on first request, and the codecs that they use. Thread-safe. */
public final class Services {

    private static final System.Logger LOG = System.getLogger(Services.class.getName());

    /** The longest that the removal of a provider, for example by a component runtime, waits. */
    private static final long REMOVAL_DRAIN_MS = 1_500;

    private final Node node;
    private final List<NodeServiceProvider> providers = new CopyOnWriteArrayList<>();

    /** Replaced by a new map at each change, because it is read for each payload; written under {@link #codecChange}. */
    private volatile Map<String, Codec> codecs = Map.of();

    private final Object codecChange = new Object();
    private final Map<Class<?>, Object> made = new LinkedHashMap<>();

    /**
     * The channels that services opened while they were created. They are closed with the service, even if closing the service
     * fails.
     */
    private final IdentityHashMap<Object, List<Channel>> channels = new IdentityHashMap<>();

    /** Collects the channels that are opened while a service is being created; otherwise null. */
    private @Nullable List<Channel> opening;

    Services(Node node, NodeFactory.Parts parts) {
        this.node = node;
        providers.addAll(parts.services());
        // of two codecs with one name on the path the first is used
        change(map -> parts.codecs().forEach(codec -> map.putIfAbsent(codec.name(), codec)));
    }

    /** Adds a codec; it replaces one of the same name. */
    public void use(Codec codec) {
        change(map -> map.put(codec.name(), codec));
    }

    /** Removes a codec; has no effect if another one has replaced it. */
    public void remove(Codec codec) {
        change(map -> map.remove(codec.name(), codec));
    }

    private void change(Consumer<Map<String, Codec>> how) {
        synchronized (codecChange) {
            Map<String, Codec> changed = new HashMap<>(codecs);
            how.accept(changed);
            codecs = Map.copyOf(changed);
        }
    }

    public void add(NodeServiceProvider provider) {
        providers.add(provider);
    }

    /**
     * Removes a provider and closes the service that it created, which is drained first for as long as its bundle can be kept
     * waiting.
     */
    public void remove(NodeServiceProvider provider) {
        Object service;
        synchronized (this) {
            providers.remove(provider);
            service = made.remove(provider.type());
        }
        if (service instanceof Drainable drainable) {
            awaitDrained(drainable);
        }
        if (service != null) {
            close(service);
        }
    }

    /** Records a channel that was opened on the calling thread, if a service is being created there. */
    void opened(Channel channel) {
        if (Thread.holdsLock(this)) {
            synchronized (this) {
                if (opening != null) {
                    opening.add(channel);
                }
            }
        }
    }

    private static void awaitDrained(Drainable service) {
        try {
            drain(service).toCompletableFuture().get(REMOVAL_DRAIN_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.INFO, "{0} is closed before everything was drained", service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "draining " + service + " failed", e);
        }
    }

    synchronized <S> S get(Class<S> type) {
        Object service = made.get(type);
        if (service == null) {
            service = make(provider(type));
            made.put(type, service);
        }
        return type.cast(service);
    }

    /** If a service cannot be created, the channels that it opened are closed. */
    private synchronized Object make(NodeServiceProvider provider) {
        List<Channel> before = opening;
        List<Channel> opened = new ArrayList<>();
        opening = opened;
        boolean complete = false;
        try {
            Object service = provider.create(node);
            channels.put(service, opened);
            complete = true;
            return service;
        } finally {
            opening = before;
            if (!complete) {
                opened.forEach(Channel::close);
            }
        }
    }

    private NodeServiceProvider provider(Class<?> type) {
        return providers.stream()
                .filter(p -> p.type() == type)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("no service " + type.getName()
                        + " is installed: expected the module or bundle that provides it, such as " + moduleOf(type)
                        + "; found "
                        + providers.stream().map(p -> p.type().getName()).toList()));
    }

    /** Chaski's own interfaces are in packages that are named as the modules that implement them. */
    private static String moduleOf(Class<?> type) {
        String name = type.getPackageName();
        String prefix = "chaski.api.";
        return name.startsWith(prefix) ? "chaski." + name.substring(prefix.length()) : "chaski.streamer";
    }

    Map<String, Codec> codecs() {
        return codecs;
    }

    /** Drains the services; the stage completes when nothing is left to wait for. */
    CompletionStage<Void> drain() {
        List<Object> all;
        synchronized (this) {
            all = new ArrayList<>(made.values());
        }
        return CompletableFuture.allOf(all.stream()
                .filter(Drainable.class::isInstance)
                .map(s -> drain((Drainable) s).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private static CompletionStage<Void> drain(Drainable service) {
        try {
            return service.drain();
        } catch (RuntimeException | Error e) { // such as a class of an uninstalled bundle
            LOG.log(System.Logger.Level.WARNING, "draining " + service + " failed", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Closes the services in reverse order of their creation. */
    void close() {
        List<Object> all;
        synchronized (this) {
            all = new ArrayList<>(made.values());
            made.clear();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            close(all.get(i));
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, the other services and its channels have to be closed
    private void close(Object service) {
        List<Channel> opened;
        synchronized (this) {
            opened = channels.remove(service);
        }
        try {
            if (service instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "closing " + service + " failed", e);
        } finally {
            if (opened != null) {
                opened.forEach(Channel::close);
            }
        }
    }
}
