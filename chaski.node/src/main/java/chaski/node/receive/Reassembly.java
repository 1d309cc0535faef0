package chaski.node.receive;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles fragments, one message at a time for each route. The announced size of unfinished messages is bounded for the
 * session. Their memory grows with the bytes that arrived and is bounded for the node. Confined to the session's receiver.
 */
public final class Reassembly {

    /** Memory grows by this factor: a large message causes a third more copying, and at least a quarter of its memory is in use. */
    private static final long GROWTH = 4;

    /** The cost of an unfinished message besides its bytes. */
    public static final int OVERHEAD_BYTES = 256;

    private final Map<Long, Unfinished> byRoute = new HashMap<>();
    private final long messageLimit;
    private final long announcedLimit;
    private final int countLimit;
    private final ReassemblyAccount memory;
    private long announced;

    /**
     * Creates an instance without messages.
     *
     * @param messageLimit the longest message
     * @param announcedLimit the most bytes announced by unfinished messages
     * @param countLimit the most unfinished messages
     * @param memory the account for their memory
     */
    public Reassembly(long messageLimit, long announcedLimit, int countLimit, ReassemblyAccount memory) {
        this.messageLimit = messageLimit;
        this.announcedLimit = announcedLimit;
        this.countLimit = countLimit;
        this.memory = memory;
    }

    private static final class Unfinished {

        final long sequence;
        final int total;
        byte[] bytes = {};
        int length;

        Unfinished(long sequence, int total) {
            this.sequence = sequence;
            this.total = total;
        }

        int missing() {
            return total - length;
        }
    }

    public boolean isEmpty() {
        return byRoute.isEmpty();
    }

    public void first(long route, long sequence, int total, ByteBuffer fragment) {
        if (total <= fragment.remaining() || total > messageLimit) {
            throw new ProtocolException("expected a message of " + (fragment.remaining() + 1) + " to " + messageLimit
                    + " bytes in fragments, got " + total);
        }
        if (announced > 0 && announced + total > announcedLimit) {
            throw new ProtocolException(
                    "expected at most " + announcedLimit + " bytes of unfinished messages, got " + (announced + total));
        }
        if (byRoute.containsKey(route)) {
            throw new ProtocolException("expected the rest of a message on route " + route + ", got another message");
        }
        if (byRoute.size() >= countLimit) {
            throw new ProtocolException("expected at most " + countLimit + " unfinished messages, got one more");
        }
        take(OVERHEAD_BYTES);
        Unfinished begun = new Unfinished(sequence, total);
        announced += total;
        byRoute.put(route, begun);
        add(begun, fragment);
    }

    /** Adds a later fragment; returns the whole message after the last one. */
    @Nullable
    public ByteBuffer next(long route, long sequence, boolean last, ByteBuffer fragment) {
        Unfinished begun = byRoute.get(route);
        if (begun == null || begun.sequence != sequence) {
            throw new ProtocolException(
                    "expected a first fragment on route " + route + ", got a later one of message " + sequence);
        }
        int left = begun.missing() - fragment.remaining();
        if (left < 0 || last != (left == 0)) {
            throw new ProtocolException("expected " + begun.missing() + " more bytes of message " + sequence
                    + " on route " + route + ", got a " + (last ? "last " : "") + "fragment of "
                    + fragment.remaining());
        }
        add(begun, fragment);
        if (!last) {
            return null;
        }
        byRoute.remove(route);
        forget(begun);
        return ByteBuffer.wrap(begun.bytes);
    }

    /** Drops unfinished messages at the end of the session. */
    public void clear() {
        byRoute.values().forEach(this::forget);
        byRoute.clear();
    }

    /** The last growth is to the exact length of the message, so that the array of a complete message has no spare bytes. */
    private void add(Unfinished begun, ByteBuffer fragment) {
        memory.progressed();
        int needed = begun.length + fragment.remaining();
        if (needed > begun.bytes.length) {
            long roomy = begun.bytes.length == 0 ? needed : Math.max(needed, GROWTH * begun.bytes.length);
            int size = (int) Math.min(begun.total, roomy);
            take(size - begun.bytes.length);
            begun.bytes = Arrays.copyOf(begun.bytes, size);
        }
        int count = fragment.remaining();
        fragment.get(begun.bytes, begun.length, count);
        begun.length += count;
    }

    private void take(long bytes) {
        if (!memory.take(bytes)) {
            throw new ProtocolException("expected unfinished messages that find room in this node's memory for them,"
                    + " got " + bytes + " bytes more");
        }
    }

    private void forget(Unfinished message) {
        announced -= message.total;
        memory.give(OVERHEAD_BYTES + (long) message.bytes.length);
    }
}
