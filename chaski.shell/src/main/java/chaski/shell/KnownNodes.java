package chaski.shell;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.protocol.ProtocolNode;
import chaski.shell.LocalNodes.LocalNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What local nodes know of the network: each node once. A snapshot. */
final class KnownNodes {

    private final Map<NodeId, DirectoryEntry> entries = new LinkedHashMap<>();
    private final Set<NodeId> local;

    private KnownNodes(Set<NodeId> local) {
        this.local = local;
    }

    static KnownNodes of(List<LocalNode> nodes) {
        KnownNodes known =
                new KnownNodes(nodes.stream().map(each -> each.node().id()).collect(Collectors.toSet()));
        nodes.forEach(each -> known.add(ProtocolNode.of(each.node()).self()));
        nodes.forEach(each -> each.node().directory().stream()
                .sorted(Comparator.comparing(DirectoryEntry::name))
                .forEach(known::add));
        return known;
    }

    private void add(DirectoryEntry entry) {
        entries.putIfAbsent(entry.id(), entry);
    }

    Collection<DirectoryEntry> entries() {
        return entries.values();
    }

    boolean isLocal(NodeId id) {
        return local.contains(id);
    }

    /** {@return the name of a node, or its short id if it is not known} */
    String name(NodeId id) {
        DirectoryEntry entry = entries.get(id);
        return entry == null ? id.shortForm() : entry.name();
    }
}
