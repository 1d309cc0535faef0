package chaski.remote.call;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.remote.Exported;
import chaski.api.remote.ExporterSelection;
import chaski.remote.channel.ExportDescriptions;
import chaski.remote.channel.RpcChannel;
import chaski.remote.wire.RemoteMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The exports of this node and its peers, and the calls that wait for an exporter. While a node is in doubt, it counts
 * as a node without exports. Thread-safe; callbacks run without its lock.
 */
public final class ExporterDirectory {

    /** The most exports of one node; more would only cost memory. */
    static final int MAX_PER_NODE = 65_536;

    private final NodeDistance distance;
    private final Consumer<String> interest;
    private final ExportDescriptions descriptions;
    private final Map<String, List<Exporter>> byName = new TreeMap<>();
    private final Map<RpcChannel, Map<Long, Exporter>> byChannel = new HashMap<>();
    private final Map<String, NearestExporter> nearest = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final Map<String, Set<Runnable>> waiting = new HashMap<>();
    private final Set<Runnable> watchers = new LinkedHashSet<>();

    /**
     * Creates an empty directory.
     *
     * @param distance measures the distance of nodes
     * @param interest receives each name that this node calls, so that it is linked with the nodes that export it
     * @param descriptions the properties of exports
     */
    public ExporterDirectory(NodeDistance distance, Consumer<String> interest, ExportDescriptions descriptions) {
        this.distance = distance;
        this.interest = interest;
        this.descriptions = descriptions;
    }

    /**
     * Makes this node pair with the nodes that export a name.
     *
     * @param name the name
     */
    public void declareInterest(String name) {
        interest.accept(name);
    }

    // ---- announcements of peers

    /**
     * Adds an export that a node has announced.
     *
     * @param channel the channel to the node
     * @param export the announcement
     * @throws ProtocolException when the node announces too many
     */
    public void exported(RpcChannel channel, RemoteMessage.Export export) {
        if (!add(new Exporter(channel, export.number(), export.name(), export.function()))) {
            throw new ProtocolException("expected at most " + MAX_PER_NODE + " exports of one node, got one more");
        }
    }

    /** Adds an export; false if the node has too many. */
    boolean add(Exporter exporter) {
        List<Runnable> callbacks;
        synchronized (this) {
            Map<Long, Exporter> ofChannel = byChannel.computeIfAbsent(exporter.channel(), c -> new HashMap<>());
            if (ofChannel.size() >= MAX_PER_NODE) {
                return false;
            }
            if (ofChannel.putIfAbsent(exporter.number(), exporter) == null) {
                byName.computeIfAbsent(exporter.name(), n -> new ArrayList<>()).add(exporter);
            }
            callbacks = new ArrayList<>(watchers);
            Set<Runnable> waiters = waiting.remove(exporter.name());
            if (waiters != null) {
                callbacks.addAll(waiters);
            }
        }
        callbacks.forEach(Runnable::run);
        return true;
    }

    /**
     * Removes an export.
     *
     * @param channel the channel to the node
     * @param number the number of the export on that node
     */
    public void remove(RpcChannel channel, long number) {
        List<Runnable> callbacks = List.of();
        synchronized (this) {
            Map<Long, Exporter> ofChannel = byChannel.get(channel);
            Exporter removed = ofChannel == null ? null : ofChannel.remove(number);
            if (removed != null) {
                forget(removed);
                callbacks = List.copyOf(watchers);
            }
        }
        callbacks.forEach(Runnable::run);
    }

    /**
     * Removes an export that its node has withdrawn, with its description.
     *
     * @param channel the channel to the node
     * @param number the number of the export on that node
     */
    void withdrawn(RpcChannel channel, long number) {
        descriptions.remove(channel.node(), number);
        remove(channel, number);
    }

    /** Notifies watchers that descriptions have changed. */
    public void described() {
        List<Runnable> callbacks;
        synchronized (this) {
            callbacks = List.copyOf(watchers);
        }
        callbacks.forEach(Runnable::run);
    }

    /** Removes all exports of a node. */
    void remove(RpcChannel channel) {
        List<Runnable> callbacks;
        synchronized (this) {
            Map<Long, Exporter> all = byChannel.remove(channel);
            if (all != null) {
                all.values().forEach(this::forget);
            }
            callbacks = List.copyOf(watchers);
        }
        callbacks.forEach(Runnable::run);
    }

    /** Notifies watchers, and waiting calls if the node is not in doubt any more. */
    void doubtChanged(RpcChannel channel) {
        List<Runnable> callbacks;
        synchronized (this) {
            callbacks = new ArrayList<>(watchers);
            if (!channel.isInDoubt()) {
                byChannel.getOrDefault(channel, Map.of()).values().stream()
                        .map(Exporter::name)
                        .distinct()
                        .map(waiting::remove)
                        .filter(Objects::nonNull)
                        .forEach(callbacks::addAll);
            }
        }
        callbacks.forEach(Runnable::run);
    }

    private void forget(Exporter exporter) {
        List<Exporter> same = byName.get(exporter.name());
        if (same != null && same.remove(exporter) && same.isEmpty()) {
            byName.remove(exporter.name());
            nearest.remove(exporter.name());
            turns.remove(exporter.name());
        }
    }

    // ---- selection

    /** Selects an exporter. If there is none, the callback runs once, as soon as there may be one. */
    synchronized Optional<Exporter> choose(Destination.Named to, Set<Exporter> without, long nowNs, Runnable whenAny) {
        String name = to.name();
        List<Exporter> candidates = usable(name, to.options().node(), without);
        if (candidates.isEmpty()) {
            waiting.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(whenAny);
            return Optional.empty();
        }
        if (candidates.size() == 1) {
            return Optional.of(candidates.get(0));
        }
        List<Exporter> linked = candidates.stream()
                .filter(e -> e.channel().isLocal() || distance.rttNs(e.channel().node()) != NodeDistance.NO_LINK)
                .toList();
        candidates = linked.isEmpty() ? candidates : linked;
        return Optional.of(
                to.options().selection() == ExporterSelection.NEAREST
                        ? nearest.computeIfAbsent(name, n -> new NearestExporter(distance))
                                .choose(candidates, nowNs)
                        : candidates.get(Math.floorMod(turns.merge(name, 1, Integer::sum), candidates.size())));
    }

    private List<Exporter> usable(String name, Optional<NodeId> node, Set<Exporter> without) {
        List<Exporter> all = byName.getOrDefault(name, List.of());
        if (all.size() == 1 && node.isEmpty() && without.isEmpty()) { // the usual case, passed by each call
            return all.get(0).isNotInDoubt() ? all : List.of();
        }
        return candidates(name, node)
                .filter(Exporter::isNotInDoubt)
                .filter(e -> !without.contains(e))
                .toList();
    }

    private Stream<Exporter> candidates(String name, Optional<NodeId> node) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(e -> node.isEmpty() || e.channel().node().equals(node.get()));
    }

    /** True if a node that is not in doubt exports the name. */
    synchronized boolean isExported(String name, Optional<NodeId> node) {
        return candidates(name, node).anyMatch(Exporter::isNotInDoubt);
    }

    /** True if at least one node exports the name, and all that do are in doubt. */
    synchronized boolean isInDoubt(String name, Optional<NodeId> node) {
        return candidates(name, node).findAny().isPresent() && !isExported(name, node);
    }

    synchronized void stopWaiting(String name, Runnable whenAny) {
        Set<Runnable> waiters = waiting.get(name);
        if (waiters != null && waiters.remove(whenAny) && waiters.isEmpty()) {
            waiting.remove(name);
        }
    }

    // ---- queries

    /**
     * Adds a watcher.
     *
     * @param watcher runs after each change, on any thread; must not block
     */
    public synchronized void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /**
     * Removes a watcher.
     *
     * @param watcher as given to {@link #watch}
     */
    public synchronized void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** {@return the exporters of a name, including those in doubt} */
    synchronized List<Exporter> named(String name) {
        return List.copyOf(byName.getOrDefault(name, List.of()));
    }

    /**
     * Lists the exports of a name, of nodes that are not in doubt, and makes this node pair with nodes that export it.
     *
     * @param name the name
     * @return the exports
     */
    public List<Exported> exports(String name) {
        declareInterest(name);
        return named(name).stream()
                .filter(Exporter::isNotInDoubt)
                .map(this::exported)
                .toList();
    }

    /**
     * Counts the nodes that export a name, except those in doubt, and makes this node pair with nodes that export it.
     *
     * @param name the name
     * @return how many
     */
    public int count(String name) {
        return (int) exports(name).stream().map(Exported::node).distinct().count();
    }

    /** {@return all exports of nodes that are not in doubt, by name} */
    public synchronized List<Exported> snapshot() {
        return byName.values().stream()
                .flatMap(List::stream)
                .filter(Exporter::isNotInDoubt)
                .map(this::exported)
                .sorted(Comparator.comparing(Exported::name).thenComparing(Exported::node))
                .toList();
    }

    private Exported exported(Exporter exporter) {
        NodeId node = exporter.channel().node();
        return new Exported(exporter.name(), node, exporter.function(), descriptions.of(node, exporter.number()));
    }

    /** Drops watchers and waiting calls. */
    synchronized void clear() {
        waiting.clear();
        watchers.clear();
    }
}
