package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.wire.Violation;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries that arrive in parts: one for each peer, and {@link #MAX_BYTES} of all peers together. If there is no room, the entry
 * that has waited longest for its next part is dropped and counted; the next comparison of directories asks for it again.
 *
 * <p>Confined to the control loop.
 */
final class EntryParts {

    /** Room for 32 of the longest entries; it is only taken while parts are on their way. */
    static final int MAX_BYTES = 32 * Entry.MAX_BYTES;

    private final Consumer<String> count;
    /** The one that has waited longest first. */
    private final Map<NodeId, WireOut> begun = new LinkedHashMap<>();

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
     * @throws chaski.api.ProtocolException if the entry is too long, or the parts together are no entry
     */
    Optional<Told> add(NodeId from, Message.EntryPart part) {
        WireOut entry = remove(from);
        if (part.first()) {
            entry = new WireOut();
        } else if (entry == null) {
            count.accept("membership.ignored.entryPart");
            return Optional.empty();
        }
        int length = entry.length() + part.bytes().remaining();
        if (length > Entry.MAX_BYTES) {
            throw Violation.of("entry in parts", "at most " + Entry.MAX_BYTES + " bytes", length);
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

    /** Forgets what a peer has begun to send. */
    void sessionEnded(NodeId peer) {
        remove(peer);
    }

    private @Nullable WireOut remove(NodeId peer) {
        WireOut entry = begun.remove(peer);
        bytes -= entry == null ? 0 : entry.length();
        return entry;
    }

    private void makeRoom() {
        Iterator<WireOut> oldest = begun.values().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= oldest.next().length();
            oldest.remove();
            count.accept("membership.dropped.entryParts");
        }
    }

    private static Told decode(ByteBuffer bytes) {
        WireIn in = new WireIn(bytes);
        Told told = EntryCodec.decode(in);
        in.end("entry in parts");
        return told;
    }
}
