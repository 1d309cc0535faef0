package chaski.node.session;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together, one message at a time for each route. The memory of all unfinished messages of a session is bounded,
 * and is taken only after the announced length was checked. Confined to the session's arrivals.
 */
final class Reassembly {

    private final Map<Long, Unfinished> byRoute = new HashMap<>();
    private final long messageLimit;
    private final long memoryLimit;
    private long memory;

    Reassembly(long messageLimit, long memoryLimit) {
        this.messageLimit = messageLimit;
        this.memoryLimit = memoryLimit;
    }

    private record Unfinished(long sequence, ByteBuffer bytes) {}

    boolean isEmpty() {
        return byRoute.isEmpty();
    }

    void first(long route, long sequence, int total, ByteBuffer fragment) {
        if (total <= fragment.remaining() || total > messageLimit) {
            throw new ProtocolException("expected a message of " + (fragment.remaining() + 1) + " to " + messageLimit
                    + " bytes in fragments, got " + total);
        }
        if (memory > 0 && memory + total > memoryLimit) {
            throw new ProtocolException(
                    "expected at most " + memoryLimit + " bytes of unfinished messages, got " + (memory + total));
        }
        if (byRoute.containsKey(route)) {
            throw new ProtocolException("expected the rest of a message on route " + route + ", got another message");
        }
        memory += total;
        byRoute.put(route, new Unfinished(sequence, ByteBuffer.allocate(total).put(fragment)));
    }

    /** Adds a later fragment; the whole message when it was the last one. */
    @Nullable
    ByteBuffer next(long route, long sequence, boolean last, ByteBuffer fragment) {
        Unfinished begun = byRoute.get(route);
        if (begun == null || begun.sequence() != sequence) {
            throw new ProtocolException(
                    "expected a first fragment on route " + route + ", got a later one of message " + sequence);
        }
        ByteBuffer bytes = begun.bytes();
        int left = bytes.remaining() - fragment.remaining();
        if (left < 0 || last != (left == 0)) {
            throw new ProtocolException("expected " + bytes.remaining() + " more bytes of message " + sequence
                    + " on route " + route + ", got a " + (last ? "last " : "") + "fragment of "
                    + fragment.remaining());
        }
        bytes.put(fragment);
        if (!last) {
            return null;
        }
        byRoute.remove(route);
        memory -= bytes.capacity();
        return bytes.flip();
    }
}
