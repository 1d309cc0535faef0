package chaski.testkit.hostile;

import chaski.api.NodeId;
import java.util.List;

/**
 * An entry of the directory, as the document of the membership channel describes it, with any values.
 *
 * @param node the node that it is about
 * @param incarnation that node's run
 * @param version its number
 * @param vouch how often nodes have vouched for it
 * @param flags bit 0: has left; bit 1: relay
 * @param ageSeconds how long ago it left; written only if it has
 * @param name the node's name
 * @param endpoints where the node can be dialled, as URIs
 * @param published topics
 * @param subscribed patterns
 */
public record HostileEntry(
        NodeId node,
        long incarnation,
        long version,
        long vouch,
        int flags,
        long ageSeconds,
        String name,
        List<String> endpoints,
        List<String> published,
        List<String> subscribed) {

    private static final int LEFT = 1;

    /**
     * Copies the lists.
     *
     * @param node the node that it is about
     * @param incarnation that node's run
     * @param version its number
     * @param vouch how often nodes have vouched for it
     * @param flags bit 0: has left; bit 1: relay
     * @param ageSeconds how long ago it left; written only if it has
     * @param name the node's name
     * @param endpoints where the node can be dialled, as URIs
     * @param published topics
     * @param subscribed patterns
     */
    public HostileEntry {
        endpoints = List.copyOf(endpoints);
        published = List.copyOf(published);
        subscribed = List.copyOf(subscribed);
    }

    /**
     * Makes an entry of version 1 without endpoints and topics.
     *
     * @param node the node that it is about
     * @param incarnation that node's run
     * @return the entry
     */
    public static HostileEntry of(NodeId node, long incarnation) {
        return new HostileEntry(node, incarnation, 1, 0, 0, 0, "false", List.of(), List.of(), List.of());
    }

    /**
     * Changes the version.
     *
     * @param other the version
     * @return the changed entry
     */
    public HostileEntry version(long other) {
        return new HostileEntry(
                node, incarnation, other, vouch, flags, ageSeconds, name, endpoints, published, subscribed);
    }

    /**
     * Changes the vouch.
     *
     * @param other the vouch
     * @return the changed entry
     */
    public HostileEntry vouch(long other) {
        return new HostileEntry(
                node, incarnation, version, other, flags, ageSeconds, name, endpoints, published, subscribed);
    }

    /**
     * Changes the name.
     *
     * @param other the name
     * @return the changed entry
     */
    public HostileEntry named(String other) {
        return new HostileEntry(
                node, incarnation, version, vouch, flags, ageSeconds, other, endpoints, published, subscribed);
    }

    /**
     * Changes the endpoints.
     *
     * @param others where the node can be dialled
     * @return the changed entry
     */
    public HostileEntry at(String... others) {
        return new HostileEntry(
                node, incarnation, version, vouch, flags, ageSeconds, name, List.of(others), published, subscribed);
    }

    /**
     * Changes the topics that the node publishes.
     *
     * @param others topics
     * @return the changed entry
     */
    public HostileEntry publishing(String... others) {
        return new HostileEntry(
                node, incarnation, version, vouch, flags, ageSeconds, name, endpoints, List.of(others), subscribed);
    }

    /**
     * Changes the patterns that the node subscribes.
     *
     * @param others patterns
     * @return the changed entry
     */
    public HostileEntry subscribing(String... others) {
        return new HostileEntry(
                node, incarnation, version, vouch, flags, ageSeconds, name, endpoints, published, List.of(others));
    }

    /**
     * Makes it a tombstone.
     *
     * @return the entry of a node that has left just now
     */
    public HostileEntry left() {
        return new HostileEntry(node, incarnation, version, vouch, LEFT, 0, name, endpoints, published, subscribed);
    }

    void writeRow(WireBytes out) {
        out.u128(node.value()).u64(incarnation).u64(version).u32(vouch).u8(flags & LEFT);
    }

    void write(WireBytes out) {
        out.u128(node.value()).u64(incarnation).u64(version).u32(vouch).u8(flags);
        if ((flags & LEFT) != 0) {
            out.u32(ageSeconds);
            return;
        }
        out.text(name).texts(endpoints).texts(published).texts(subscribed);
    }
}
