package chaski.testkit.network;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Passes what has arrived on one side of a link to its handler, in pieces of random size. Confined to the link's simulated I/O thread. */
final class LinkReader {

    private final LinkContext context;
    private final Pipe in;
    private final RandomGenerator chance;
    private final HandlerInvoker handler;

    LinkReader(LinkContext context, Pipe in, RandomGenerator chance, HandlerInvoker handler) {
        this.context = context;
        this.in = in;
        this.chance = chance;
        this.handler = handler;
    }

    /**
     * Reads what has arrived.
     *
     * @param most the most bytes
     * @param open false once the handler must receive no more
     * @return true if there was something to read
     */
    boolean read(long most, BooleanSupplier open) {
        long left = most;
        boolean any = false;
        while (left > 0 && open.getAsBoolean() && in.unread()) {
            ByteBuffer chunk = context.buffers().next(chance);
            int count = in.readTo(chunk, left);
            left -= count;
            chunk.flip();
            context.noteBytes(chunk);
            handler.call(h -> h.onBytes(chunk));
            // Valid only during the call: a handler that keeps it reads rubbish.
            context.buffers().spoil(count);
            any = true;
        }
        return any;
    }
}
