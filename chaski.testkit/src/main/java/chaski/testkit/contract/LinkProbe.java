package chaski.testkit.contract;

import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The handler of one side of a link. It does what a test requests on each call, and records every violation of the
 * rules that always apply. Calls are made on the link's I/O thread; everything else is thread-safe.
 */
final class LinkProbe implements LinkHandler {

    private final Link link;
    private final Map<LinkCallback, Runnable> actions = new EnumMap<>(LinkCallback.class);
    private final Map<LinkCallback, Integer> counts = new EnumMap<>(LinkCallback.class);
    private final List<Runnable> errands = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();
    private @Nullable BytePattern expected;
    private @Nullable Thread ioThread;
    private @Nullable LinkCallback running;
    private @Nullable LinkCallback last;
    private @Nullable Throwable cause;
    private @Nullable CompletionStage<Void> closing;
    private boolean started;
    private boolean closeCompleted;
    private long received;
    private long released;
    private long given;

    LinkProbe(Link link) {
        this.link = link;
    }

    Link link() {
        return link;
    }

    /** Begins to receive; the calls so far on this link, if any, were on that thread. */
    void start(@Nullable Thread calledBefore) {
        synchronized (this) {
            ioThread = calledBefore;
            started = true;
        }
        link.start(this);
    }

    /** Checks what arrives from now on. */
    synchronized LinkProbe expect(BytePattern pattern) {
        expected = pattern;
        return this;
    }

    /** Runs an action after each call of a kind, on the I/O thread. The link receives its exceptions. */
    synchronized LinkProbe on(LinkCallback call, Runnable action) {
        actions.put(call, action);
        return this;
    }

    /** Runs an action once on the I/O thread, when the link is next writable. */
    void atWritable(Runnable errand) {
        synchronized (this) {
            errands.add(errand);
        }
        link.requestWrite();
    }

    /** Sends bytes when the link is next writable. */
    void send(byte[] bytes) {
        atWritable(() -> write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1));
    }

    /** Gives buffers to the link; on the I/O thread. */
    void write(ByteBuffer[] buffers, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += buffers[i].remaining();
        }
        synchronized (this) {
            given += sum;
        }
        link.write(buffers, count);
    }

    /** Closes the link, and records calls that must not follow. */
    CompletionStage<Void> close() {
        return watch(link.close());
    }

    /** Closes the link after pending writes, and records calls that must not follow. */
    CompletionStage<Void> closeAfterWrites() {
        return watch(link.closeAfterWrites());
    }

    synchronized int count(LinkCallback call) {
        return counts.getOrDefault(call, 0);
    }

    synchronized @Nullable LinkCallback last() {
        return last;
    }

    synchronized long received() {
        return received;
    }

    synchronized long released() {
        return released;
    }

    synchronized long given() {
        return given;
    }

    synchronized boolean closed() {
        return count(LinkCallback.CLOSED) > 0;
    }

    synchronized @Nullable Throwable cause() {
        return cause;
    }

    synchronized boolean closeCompleted() {
        return closeCompleted;
    }

    synchronized List<String> breaches() {
        return List.copyOf(breaches);
    }

    synchronized void breach(String what) {
        if (breaches.size() < 20) {
            breaches.add(what);
        }
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        call(LinkCallback.BYTES, () -> {
            if (!bytes.hasRemaining()) {
                breach("onBytes without bytes");
            }
            int wrong = expected == null ? -1 : expected.mismatch(received, bytes);
            if (wrong >= 0) {
                breach("the byte at position " + (received + wrong) + " is not the one that was sent");
            }
            received += bytes.remaining();
        });
    }

    @Override
    public void onReadComplete() {
        call(LinkCallback.READ_COMPLETE, () -> {});
    }

    @Override
    public void onWritable() {
        call(LinkCallback.WRITABLE, () -> {});
    }

    @Override
    public void onReleased(long totalBytes) {
        call(LinkCallback.RELEASED, () -> {
            if (totalBytes < released) {
                breach("onReleased went back from " + released + " to " + totalBytes);
            }
            if (totalBytes > given) {
                breach("onReleased reported " + totalBytes + " of " + given + " bytes written");
            }
            released = totalBytes;
        });
    }

    @Override
    public void onClosed(@Nullable Throwable reason) {
        call(LinkCallback.CLOSED, () -> cause = reason);
    }

    private void call(LinkCallback call, Runnable note) {
        List<Runnable> todo = new ArrayList<>();
        synchronized (this) {
            check(call);
            running = call;
            last = call;
            counts.merge(call, 1, Integer::sum);
            note.run();
            if (call == LinkCallback.WRITABLE) {
                todo.addAll(errands);
                errands.clear();
            }
            Runnable action = actions.get(call);
            if (action != null) {
                todo.add(action);
            }
        }
        try {
            todo.forEach(Runnable::run);
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }

    private void check(LinkCallback call) {
        Thread current = Thread.currentThread();
        if (ioThread == null) {
            ioThread = current;
        } else if (ioThread != current) {
            breach(call + " came on thread " + current.getName() + ", earlier calls on " + ioThread.getName());
        }
        if (running != null) {
            breach(call + " came inside the call of " + running);
        }
        if (count(LinkCallback.CLOSED) > 0 && call != LinkCallback.RELEASED) {
            breach(call + " came after CLOSED");
        }
        if (closeCompleted) {
            breach(call + " came after the stage of close() was complete");
        }
    }

    private CompletionStage<Void> watch(CompletionStage<Void> stage) {
        synchronized (this) {
            if (closing != null) {
                return stage;
            }
            closing = stage;
        }
        stage.whenComplete((done, failure) -> completed(failure));
        return stage;
    }

    private synchronized void completed(@Nullable Throwable failure) {
        closeCompleted = true;
        if (failure != null) {
            breach("the stage of close() failed: " + failure);
        }
        if (released != given) {
            breach("close() completed while " + (given - released) + " bytes were still held");
        }
        if (started && count(LinkCallback.CLOSED) == 0) {
            breach("close() completed before onClosed was called");
        }
    }
}
