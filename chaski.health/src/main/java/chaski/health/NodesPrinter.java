package chaski.health;

import chaski.api.node.DirectoryEntry;
import chaski.api.node.Node;
import chaski.api.node.Peer;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Prints the nodes of this framework for Felix' Inventory: their configuration, peers, directory and counters. It prints no key and no
 * message.
 */
@Component(
        service = InventoryPrinter.class,
        property = {
            InventoryPrinter.NAME + "=chaski",
            InventoryPrinter.TITLE + "=Chaski nodes",
            InventoryPrinter.FORMAT + "=TEXT"
        })
public final class NodesPrinter implements InventoryPrinter {

    private final CheckedNodes nodes;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public NodesPrinter(@Reference CheckedNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void print(PrintWriter out, Format format, boolean isZip) {
        out.println("transports: " + nodes.schemes());
        nodes.nodes().forEach(node -> print(out, node));
    }

    private static void print(PrintWriter out, Node node) {
        out.println();
        out.println("node " + line(node.name()) + ", id " + node.id() + ", incarnation " + node.incarnation());
        out.println("  endpoints: " + node.endpoints());
        out.println("  configuration: " + line(node.config().toString()));
        out.println("  peers:");
        node.peers().stream().sorted(Comparator.comparing(Peer::name)).forEach(peer -> print(out, peer));
        out.println("  directory:");
        node.directory().stream()
                .sorted(Comparator.comparing(DirectoryEntry::name))
                .forEach(entry -> out.println("    " + line(entry.toString())));
        out.println("  counters:");
        print(out, node.counters());
    }

    private static void print(PrintWriter out, Peer peer) {
        out.println("    " + line(peer.name()) + ", id " + peer.id() + ", " + peer.state() + ", link " + peer.link()
                + ", round trip " + peer.rtt().smoothed() + ", " + peer.counters());
    }

    private static void print(PrintWriter out, Map<String, Long> counters) {
        new TreeMap<>(counters).forEach((name, value) -> out.println("    " + name + ": " + value));
    }

    /** Names come from other nodes, and must not forge lines. */
    private static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029]", " ");
    }
}
