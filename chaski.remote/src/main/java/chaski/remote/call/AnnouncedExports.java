package chaski.remote.call;

import chaski.api.ProtocolException;
import chaski.api.security.Permission;
import chaski.remote.channel.RpcChannel;
import chaski.remote.wire.RemoteMessage;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What peers have announced, and which of it callers at this node may use: a node that may not attach a service does not serve its calls.
 * The methods for one channel are called one after another. Thread-safe.
 */
public final class AnnouncedExports {

    private final ExporterDirectory exporters;
    private final Map<RpcChannel, Map<Long, Announced>> byChannel = new ConcurrentHashMap<>();

    private record Announced(RemoteMessage.Export export, boolean isUsed) {}

    /**
     * Creates it without exports.
     *
     * @param exporters receives those that may be used
     */
    public AnnouncedExports(ExporterDirectory exporters) {
        this.exporters = exporters;
    }

    /**
     * Adds an export.
     *
     * @param channel the channel to the node that announced it
     * @param export the announcement
     * @throws ProtocolException when the node announces too many
     */
    public void add(RpcChannel channel, RemoteMessage.Export export) {
        Map<Long, Announced> announced = byChannel.computeIfAbsent(channel, c -> new TreeMap<>());
        if (announced.size() >= ExporterDirectory.MAX_PER_NODE && !announced.containsKey(export.number())) {
            throw new ProtocolException(
                    "expected at most " + ExporterDirectory.MAX_PER_NODE + " exports of one node, got one more");
        }
        use(channel, announced, export, false);
    }

    private void use(RpcChannel channel, Map<Long, Announced> announced, RemoteMessage.Export export, boolean before) {
        boolean allowed = channel.decide(Permission.ATTACH, export.name(), "").isAllowed();
        announced.put(export.number(), new Announced(export, allowed));
        if (allowed && !before) {
            exporters.exported(channel, export);
        } else if (!allowed && before) {
            exporters.remove(channel, export.number());
        }
    }

    /**
     * Removes an export.
     *
     * @param channel the channel to the node that withdrew it
     * @param number its number on that node
     */
    public void remove(RpcChannel channel, long number) {
        Map<Long, Announced> announced = byChannel.get(channel);
        if (announced != null) { // a peer may withdraw what it never announced
            announced.remove(number);
        }
        exporters.withdrawn(channel, number);
    }

    /**
     * Decides again on all exports of a node.
     *
     * @param channel the channel to it
     */
    public void accessChanged(RpcChannel channel) {
        Map<Long, Announced> announced = byChannel.getOrDefault(channel, Map.of());
        for (Announced one : announced.values().toArray(Announced[]::new)) {
            use(channel, announced, one.export(), one.isUsed());
        }
    }

    /**
     * Forgets what a node has announced.
     *
     * @param channel the channel that has closed
     */
    public void closed(RpcChannel channel) {
        byChannel.remove(channel);
    }
}
