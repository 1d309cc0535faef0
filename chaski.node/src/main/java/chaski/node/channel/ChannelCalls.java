package chaski.node.channel;

import chaski.api.ClosedException;
import chaski.node.context.Counters;
import chaski.node.context.Events;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the code of a channel's owner. Exceptions of that code, including an {@link Error} such as a class that cannot
 * be found because its bundle was replaced, end neither the calling thread nor a session: they are counted, and logged
 * with the channel's name.
 *
 * <p>After {@link #close}, no call through {@link #enter} starts, and {@link #idle} completes once the running calls
 * have returned. Thread-safe.
 */
public final class ChannelCalls {

    private final Counters counters;
    private final Events events;
    private final String channel;
    private final AtomicInteger inside = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean closed;

    /** Creates the calls of one channel. */
    public ChannelCalls(Counters counters, Events events, String channel) {
        this.counters = counters;
        this.events = events;
        this.channel = channel;
    }

    /** {@return true once {@link #close} was called} */
    public boolean isClosed() {
        return closed;
    }

    /** Starts a call, unless this is closed. If it returns true, {@link #leave} must follow. */
    boolean enter() {
        inside.incrementAndGet();
        if (closed) {
            leave();
            return false;
        }
        return true;
    }

    /** Ends a call that {@link #enter} started. */
    void leave() {
        if (inside.decrementAndGet() == 0 && closed) {
            idle.complete(null);
        }
    }

    /** Closes this: no further call starts. */
    public void close() {
        closed = true;
        if (inside.get() == 0) {
            idle.complete(null);
        }
    }

    /** {@return a future that completes once this is closed and no call is running} */
    public CompletableFuture<Void> idle() {
        return idle;
    }

    private int running() {
        return inside.get();
    }

    /** Runs a call, unless this is closed. */
    public void run(String what, Runnable code) {
        if (enter()) {
            try {
                guard(what, code);
            } finally {
                leave();
            }
        }
    }

    /** Runs a call, even if this is closed. */
    @SuppressWarnings("CatchingUnchecked") // any failure is the channel's, not the engine's
    public void guard(String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            failed(what, e);
        }
    }

    /** {@return a task that runs {@code code} and throws nothing} */
    public Runnable guarded(String what, Runnable code) {
        return () -> guard(what, code);
    }

    /** Reports calls that are still running although the channel is closed. */
    public void late() {
        counters.add("channels.late");
        events.channelFailed(
                channel,
                "its end",
                new IllegalStateException(
                        "closed while " + running() + " of its calls run, which have to return soon"));
    }

    /** Counts and reports a failure of the owner's code. A {@link ClosedException} after {@link #close} is ignored. */
    public void failed(String what, Throwable error) {
        if (closed && error instanceof ClosedException) {
            return; // the expected result of closing
        }
        counters.add("channels.failed");
        counters.add("channels.failed." + channel);
        events.channelFailed(channel, what, error);
    }
}
