package chaski.node.membership;

import chaski.api.NodeId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reassembles entries that arrive in parts: one for each peer, and {@link #MAX_BYTES} of all peers together. If there
 * is no room, the entry that has waited longest for its next part is dropped and counted; the next comparison of
 * directories requests it again.
 *
 * <p>Confined to the control loop.
 */
final class EntryParts {

    /** Room for 32 of the longest entries; only used while parts are in transit. */
    static final int MAX_BYTES = 32 * NodeEntry.MAX_BYTES;

    private final PartAssembly assembly;

    EntryParts(Consumer<String> count) {
        assembly = new PartAssembly(
                "entry in parts",
                NodeEntry.MAX_BYTES + ProofCodec.MAX_BYTES,
                MAX_BYTES,
                "membership.ignored.entryPart",
                "membership.dropped.entryParts",
                count);
    }

    /**
     * Adds a part.
     *
     * @param from the peer that sent it
     * @param part the part
     * @return the entry, if this was its last part
     * @throws chaski.api.ProtocolException if the entry is too long, or the parts together are not an entry
     */
    Optional<AdvertisedEntry> add(NodeId from, MembershipMessage.EntryPart part) {
        return assembly.add(from, part.first(), part.last(), part.bytes()).map(EntryParts::decode);
    }

    /** Drops the incomplete entry of a peer. */
    void sessionEnded(NodeId peer) {
        assembly.sessionEnded(peer);
    }

    private static AdvertisedEntry decode(ByteBuffer bytes) {
        FieldReader in = new FieldReader(bytes);
        AdvertisedEntry advertised = EntryCodec.decode(in);
        in.end("entry in parts");
        return advertised;
    }
}
