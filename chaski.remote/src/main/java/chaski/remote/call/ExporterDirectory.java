package chaski.remote.call;

import chaski.api.NodeId;
import chaski.api.remote.Exported;
import chaski.api.remote.ExporterSelection;
import chaski.remote.channel.RpcChannel;
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
import java.util.stream.Stream;

/**
 * Which nodes export what, as far as channels lead, and the calls that wait for an exporter. A node in doubt counts as one that exports nothing, until
 * it is in doubt no more. Thread-safe; callbacks run without its lock.
 */
final class ExporterDirectory {

    /** Of one node; beyond it a peer only costs memory. */
    private static final int MAX_PER_NODE = 65_536;

    private final NodeDistance distance;
    private final Map<String, List<Exporter>> byName = new TreeMap<>();
    private final Map<RpcChannel, Map<Long, Exporter>> byChannel = new HashMap<>();
    private final Map<String, NearestExporter> nearest = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final Map<String, Set<Runnable>> waiting = new HashMap<>();
    private final Set<Runnable> watchers = new LinkedHashSet<>();

    ExporterDirectory(NodeDistance distance) {
        this.distance = distance;
    }

    /** False when the peer exports too much. */
    boolean add(Exporter exporter) {
        List<Runnable> callbacks;
        synchronized (this) {
            Map<Long, Exporter> ofChannel = byChannel.computeIfAbsent(exporter.channel(), l -> new HashMap<>());
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

    void remove(RpcChannel channel, long number) {
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

    /** A node is in doubt now, or is not any more: what it exports has changed for those who call. */
    void doubtChanged(RpcChannel channel) {
        List<Runnable> notified;
        synchronized (this) {
            notified = new ArrayList<>(watchers);
            if (!channel.isInDoubt()) {
                byChannel.getOrDefault(channel, Map.of()).values().stream()
                        .map(Exporter::name)
                        .distinct()
                        .map(waiting::remove)
                        .filter(Objects::nonNull)
                        .forEach(notified::addAll);
            }
        }
        notified.forEach(Runnable::run);
    }

    private void forget(Exporter exporter) {
        List<Exporter> same = byName.get(exporter.name());
        if (same != null && same.remove(exporter) && same.isEmpty()) {
            byName.remove(exporter.name());
            nearest.remove(exporter.name());
            turns.remove(exporter.name());
        }
    }

    /** Chooses one; if there is none, the callback is called once when there may be. */
    synchronized Optional<Exporter> choose(
            String name,
            ExporterSelection choice,
            Optional<NodeId> node,
            Set<Exporter> without,
            long nowNs,
            Runnable whenAny) {
        List<Exporter> candidates = candidates(name, node)
                .filter(Exporter::isNotInDoubt)
                .filter(e -> !without.contains(e))
                .toList();
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
                choice == ExporterSelection.NEAREST
                        ? nearest.computeIfAbsent(name, n -> new NearestExporter(distance))
                                .choose(candidates, nowNs)
                        : candidates.get(Math.floorMod(turns.merge(name, 1, Integer::sum), candidates.size())));
    }

    private Stream<Exporter> candidates(String name, Optional<NodeId> node) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(e -> node.isEmpty() || e.channel().node().equals(node.get()));
    }

    /** True if a node exports it that is not in doubt. */
    synchronized boolean isExported(String name, Optional<NodeId> node) {
        return candidates(name, node).anyMatch(Exporter::isNotInDoubt);
    }

    /** True if every node that exports it is in doubt, and one does. */
    synchronized boolean isInDoubt(String name, Optional<NodeId> node) {
        return candidates(name, node).findAny().isPresent() && !isExported(name, node);
    }

    synchronized void stopWaiting(String name, Runnable whenAny) {
        Set<Runnable> waiters = waiting.get(name);
        if (waiters != null && waiters.remove(whenAny) && waiters.isEmpty()) {
            waiting.remove(name);
        }
    }

    synchronized void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    synchronized void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** Those in doubt, too. */
    synchronized List<Exporter> named(String name) {
        return List.copyOf(byName.getOrDefault(name, List.of()));
    }

    synchronized List<Exported> snapshot() {
        return byName.values().stream()
                .flatMap(List::stream)
                .filter(Exporter::isNotInDoubt)
                .map(e -> new Exported(e.name(), e.channel().node(), e.function()))
                .sorted(Comparator.comparing(Exported::name).thenComparing(Exported::node))
                .toList();
    }

    /** Nobody waits any more. */
    synchronized void clear() {
        waiting.clear();
        watchers.clear();
    }
}
