package chaski.node.channel;

import chaski.api.ClosedException;
import chaski.node.context.Counters;
import chaski.node.context.Events;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls of the code that a channel belongs to. What that code throws ends neither the calling thread nor a session, be it an {@link Error}
 * such as a class that is not found any more because its bundle was replaced: it is counted, and logged with the channel's name.
 *
 * <p>Once this is closed nothing begins that goes through {@link #enter}, and {@link #idle} is completed when what had begun is over.
 * Thread-safe.
 */
public final class ChannelCalls {

    private final Counters counters;
    private final Events events;
    private final String channel;
    private final AtomicInteger inside = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean closed;

    public ChannelCalls(Counters counters, Events events, String channel) {
        this.counters = counters;
        this.events = events;
        this.channel = channel;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Begins a call, unless this is closed; if it has begun, {@link #leave} follows. */
    boolean enter() {
        inside.incrementAndGet();
        if (closed) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        if (inside.decrementAndGet() == 0 && closed) {
            idle.complete(null);
        }
    }

    /** Nothing begins any more. */
    public void close() {
        closed = true;
        if (inside.get() == 0) {
            idle.complete(null);
        }
    }

    /** {@return completed when nothing runs and nothing will} */
    public CompletableFuture<Void> idle() {
        return idle;
    }

    private int running() {
        return inside.get();
    }

    /** Calls something, unless this is closed. */
    public void run(String what, Runnable code) {
        if (enter()) {
            try {
                guard(what, code);
            } finally {
                leave();
            }
        }
    }

    /** Calls something, whether this is closed or not. */
    @SuppressWarnings("CatchingUnchecked") // whatever it is, it is not the engine's
    public void guard(String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            failed(what, e);
        }
    }

    /** {@return something that throws nothing when it is called} */
    public Runnable guarded(String what, Runnable code) {
        return () -> guard(what, code);
    }

    /** Something runs still although the channel has closed. */
    public void late() {
        counters.add("channels.late");
        events.channelFailed(
                channel,
                "its end",
                new IllegalStateException(
                        "closed while " + running() + " of its calls run, which have to return soon"));
    }

    public void failed(String what, Throwable error) {
        if (closed && error instanceof ClosedException) {
            return; // it met its own end
        }
        counters.add("channels.failed");
        counters.add("channels.failed." + channel);
        events.channelFailed(channel, what, error);
    }
}
