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
 * Reassembles what arrives in parts: one thing for each peer, and a number of bytes of all peers together. If there is no room, what
 * has waited longest for its next part is dropped and counted.
 *
 * <p>Confined to the control loop.
 */
final class PartAssembly {

    private final String what;
    private final int maxEach;
    private final int maxAll;
    private final String ignored;
    private final String dropped;
    private final Consumer<String> count;
    /** In the order of the latest part, the oldest first. */
    private final Map<NodeId, FieldWriter> begun = new LinkedHashMap<>();

    private int bytes;

    /**
     * Creates one without parts.
     *
     * @param what the name of what is assembled
     * @param maxEach the most bytes of one
     * @param maxAll the most bytes of all
     * @param ignored counts parts without a first one
     * @param dropped counts what was dropped
     * @param count counts
     */
    PartAssembly(String what, int maxEach, int maxAll, String ignored, String dropped, Consumer<String> count) {
        this.what = what;
        this.maxEach = maxEach;
        this.maxAll = maxAll;
        this.ignored = ignored;
        this.dropped = dropped;
        this.count = count;
    }

    /** {@return everything, if this was the last part} */
    Optional<ByteBuffer> add(NodeId from, boolean first, boolean last, ByteBuffer part) {
        FieldWriter whole = remove(from);
        if (first) {
            whole = new FieldWriter();
        } else if (whole == null) {
            count.accept(ignored);
            return Optional.empty();
        }
        int length = whole.length() + part.remaining();
        if (length > maxEach) {
            throw ViolationText.of(what, "at most " + maxEach + " bytes", length);
        }
        whole.bytes(part);
        if (last) {
            return Optional.of(whole.buffer());
        }
        begun.put(from, whole);
        bytes += length;
        makeRoom();
        return Optional.empty();
    }

    /** Drops what is incomplete of a peer. */
    void sessionEnded(NodeId peer) {
        remove(peer);
    }

    private @Nullable FieldWriter remove(NodeId peer) {
        FieldWriter whole = begun.remove(peer);
        bytes -= whole == null ? 0 : whole.length();
        return whole;
    }

    private void makeRoom() {
        Iterator<FieldWriter> oldest = begun.values().iterator();
        while (bytes > maxAll) {
            bytes -= oldest.next().length();
            oldest.remove();
            count.accept(dropped);
        }
    }
}
