package chaski.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The messages that {@code pub} publishes. */
@FunctionalInterface
interface MessageSource {

    /**
     * Returns the next message.
     *
     * @return the message from position to limit, valid until the next call; {@code null} at the end
     * @throws IOException if it cannot be read
     */
    @Nullable
    ByteBuffer next() throws IOException;

    /** The numbers from 1 on, as text. */
    static MessageSource numbers(long last) {
        AtomicLong given = new AtomicLong();
        return () -> given.get() < last ? text(Long.toString(given.incrementAndGet())) : null;
    }

    /** A list of messages, repeated. */
    static MessageSource repeated(List<String> messages, long times) {
        List<ByteBuffer> all = messages.stream().map(MessageSource::text).toList();
        AtomicLong given = new AtomicLong();
        return () -> {
            long i = given.getAndIncrement();
            return i / all.size() < times ? all.get((int) (i % all.size())).duplicate() : null;
        };
    }

    /** The first messages of another source; no more are requested from it. */
    static MessageSource first(long count, MessageSource source) {
        AtomicLong given = new AtomicLong();
        return () -> given.getAndIncrement() < count ? source.next() : null;
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
