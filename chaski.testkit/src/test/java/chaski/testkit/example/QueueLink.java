package chaski.testkit.example;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One side of a link. What is not thread-safe is confined to the I/O thread. */
final class QueueLink implements Link {

    private static final long LINGER_MS = 1_000;

    private final ScheduledExecutorService loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletionStage<Void> closedForCallers = closed.copy();
    private final Queue<Runnable> early = new ArrayDeque<>();
    private @Nullable QueueLink peer;
    private @Nullable LinkHandler handler;
    private long given;
    private long released;
    private boolean draining;
    private boolean ended;

    QueueLink(ScheduledExecutorService loop, Endpoint local, Endpoint remote) {
        this.loop = loop;
        this.local = local;
        this.remote = remote;
    }

    /** Connects both sides, before either is used. */
    void pair(QueueLink other) {
        peer = other;
        other.peer = this;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Runs a task on the I/O thread, unless the transport is closed, and its links with it. */
    void run(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException transportClosed) {
            closed.complete(null);
        }
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public Endpoint remote() {
        return remote;
    }

    @Override
    public void start(LinkHandler newHandler) {
        run(() -> {
            handler = newHandler;
            early.forEach(Runnable::run);
            early.clear();
        });
    }

    @Override
    public void requestWrite() {
        if (!requested.getAndSet(true)) {
            run(() -> whenStarted(() -> {
                requested.set(false);
                if (!ended && !draining) {
                    call(LinkHandler::onWritable);
                }
            }));
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        for (int i = 0; i < count; i++) {
            ByteBuffer copy = ByteBuffer.allocate(buffers[i].remaining())
                    .put(buffers[i].duplicate())
                    .flip();
            given += copy.remaining();
            long end = given;
            // Released when the other side has taken it; until then its queue counts as held by this side.
            if (peer != null && !ended && !draining) {
                QueueLink there = peer;
                there.run(() -> there.whenStarted(() -> {
                    there.receive(copy);
                    run(() -> release(end));
                }));
            } else {
                run(() -> release(end));
            }
        }
    }

    @Override
    public CompletionStage<Void> close() {
        run(() -> end(null));
        return closedForCallers;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        run(() -> {
            draining = true;
            loop.schedule(() -> end(null), LINGER_MS, TimeUnit.MILLISECONDS);
            release(released);
        });
        return closedForCallers;
    }

    private void receive(ByteBuffer bytes) {
        if (!ended && bytes.hasRemaining()) {
            call(h -> h.onBytes(bytes));
            if (!ended) {
                call(LinkHandler::onReadComplete);
            }
        }
    }

    private void release(long end) {
        if (end > released) {
            released = end;
            call(h -> h.onReleased(end));
        }
        if (draining && released == given) {
            end(null);
        }
    }

    /** Ends this side, and then the other side, behind all bytes that are under way to it. */
    private void end(@Nullable Throwable cause) {
        if (ended) {
            return;
        }
        ended = true;
        release(given);
        QueueLink there = peer;
        if (there != null) {
            there.run(() -> there.whenStarted(() -> there.end(null)));
        }
        whenStarted(() -> call(h -> h.onClosed(cause)));
        closed.complete(null);
    }

    private void whenStarted(Runnable task) {
        if (handler == null && !closed.isDone()) {
            early.add(task);
        } else {
            task.run();
        }
    }

    private interface Call {
        void on(LinkHandler handler);
    }

    private void call(Call call) {
        LinkHandler current = handler;
        if (current != null) {
            try {
                call.on(current);
            } catch (Throwable thrown) {
                end(thrown);
            }
        }
    }
}
