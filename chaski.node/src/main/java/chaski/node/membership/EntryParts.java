package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.wire.ViolationText;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    private final Consumer<String> count;
    /** In the order of the latest part, the oldest first. */
    private final Map<NodeId, FieldWriter> begun = new LinkedHashMap<>();

    private int bytes;

    EntryParts(Consumer<String> count) {
        this.count = count;
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
        FieldWriter entry = remove(from);
        if (part.first()) {
            entry = new FieldWriter();
        } else if (entry == null) {
            count.accept("membership.ignored.entryPart");
            return Optional.empty();
        }
        int length = entry.length() + part.bytes().remaining();
        if (length > NodeEntry.MAX_BYTES) {
            throw ViolationText.of("entry in parts", "at most " + NodeEntry.MAX_BYTES + " bytes", length);
        }
        entry.bytes(part.bytes());
        if (part.last()) {
            return Optional.of(decode(entry.buffer()));
        }
        begun.put(from, entry);
        bytes += length;
        makeRoom();
        return Optional.empty();
    }

    /** Drops the incomplete entry of a peer. */
    void sessionEnded(NodeId peer) {
        remove(peer);
    }

    private @Nullable FieldWriter remove(NodeId peer) {
        FieldWriter entry = begun.remove(peer);
        bytes -= entry == null ? 0 : entry.length();
        return entry;
    }

    private void makeRoom() {
        Iterator<FieldWriter> oldest = begun.values().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= oldest.next().length();
            oldest.remove();
            count.accept("membership.dropped.entryParts");
        }
    }

    private static AdvertisedEntry decode(ByteBuffer bytes) {
        FieldReader in = new FieldReader(bytes);
        AdvertisedEntry advertised = EntryCodec.decode(in);
        in.end("entry in parts");
        return advertised;
    }
}
