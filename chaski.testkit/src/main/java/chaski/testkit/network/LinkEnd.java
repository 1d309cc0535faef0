package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkResetException;
import chaski.testkit.simulation.SimulatedProcess;
import chaski.testkit.simulation.SimulationError;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One side of a link. Everything its handler hears happens on its simulated I/O thread, one event for one call or a few in a row,
 * never inside what the handler itself called.
 */
final class LinkEnd implements Link {

    private static final Duration BUSY_AFTER_CLOSE = Duration.ofMillis(50);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int LARGEST_DATAGRAM_BYTES = 1_200;
    private static final int MOST_READ_AT_ONCE_BYTES = 128 << 10;

    private enum State {
        OPEN,
        /** Closes when everything is in the kernel. */
        FLUSHING,
        CLOSED
    }

    private final SimulatedNetwork network;
    private final InMemoryTransport transport;
    private final SimulatedProcess process;
    private final Endpoint local;
    private final Endpoint remote;
    private final RandomGenerator chance;
    private final Executor io;
    private final Scratch scratch;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletionStage<Void> stage = over.minimalCompletionStage();
    private final Runnable forget;
    private @Nullable Pipe in;
    private @Nullable Pipe out;
    private @Nullable LinkEnd peer;
    private @Nullable LinkHandler handler;
    private @Nullable Throwable cause;
    private @Nullable HeldBuffers stillHeld;
    private State state = State.OPEN;
    private boolean started;
    private boolean forgotten;
    private boolean flushed;
    private boolean onIoThread;
    private boolean writeRequested;
    private boolean flushPlanned;
    private boolean readPlanned;
    private long given;
    private long reported;

    LinkEnd(SimulatedNetwork network, Side side, RandomGenerator chance, Runnable forget) {
        this.network = network;
        this.transport = side.transport();
        this.process = side.transport().process();
        this.local = side.local();
        this.remote = side.remote();
        this.chance = chance;
        this.io = process.thread("io");
        this.scratch = network.scratch();
        this.forget = forget;
        transport.add(this);
    }

    /** Where one side of a link is. */
    record Side(InMemoryTransport transport, Endpoint local, Endpoint remote) {}

    void connect(Pipe incoming, Pipe outgoing, LinkEnd otherSide) {
        in = incoming;
        out = outgoing;
        peer = otherSide;
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
    public void start(LinkHandler receiver) {
        if (started) {
            throw new IllegalStateException("a link is started once, and " + this + " was started before");
        }
        started = true;
        handler = receiver;
        if (state == State.CLOSED) {
            io.execute(this::finish);
            return;
        }
        planRead();
        if (writeRequested) {
            io.execute(this::tellWritable);
        }
    }

    @Override
    public void requestWrite() {
        if (state == State.OPEN && !writeRequested) {
            writeRequested = true;
            if (started) {
                io.execute(this::tellWritable);
            }
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        if (!onIoThread) {
            throw new IllegalStateException(
                    "a link is written on its I/O thread, that is within a call of its handler; " + this
                            + " was written outside");
        }
        for (int i = 0; i < count; i++) {
            given += buffers[i].remaining();
            if (state != State.CLOSED) {
                out().give(buffers[i]);
            }
            // Whether a link moves the position is not said, so nobody may rely on either.
            if (chance.nextBoolean()) {
                buffers[i].position(buffers[i].limit());
            }
        }
        if (state != State.CLOSED) {
            planFlush();
        }
    }

    @Override
    public int largestDatagramBytes() {
        return transport.features().contains(Feature.DATAGRAM) ? LARGEST_DATAGRAM_BYTES : 0;
    }

    @Override
    public boolean sendDatagram(ByteBuffer bytes) {
        if (!onIoThread) {
            throw new IllegalStateException(
                    "a datagram is sent on the link's I/O thread, and " + this + " was outside");
        }
        if (bytes.remaining() > largestDatagramBytes()) {
            throw new IllegalArgumentException(
                    "expected at most " + largestDatagramBytes() + " bytes in a datagram, got " + bytes.remaining());
        }
        if (state != State.OPEN) {
            return false;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        for (int left = network.datagramCopies(); left > 0; left--) {
            network.after(out().datagramDelayNs(), () -> {
                if (!out().blocked()) {
                    Objects.requireNonNull(peer).datagramArrives(copy);
                }
            });
        }
        return true;
    }

    private void datagramArrives(byte[] bytes) {
        io.execute(() -> {
            if (started && state != State.CLOSED) {
                ByteBuffer datagram = ByteBuffer.wrap(bytes.clone());
                network.noteBytes(datagram);
                call(h -> h.onDatagram(datagram));
            }
        });
    }

    @Override
    public CompletionStage<Void> close() {
        terminate(null);
        return stage;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        if (state == State.OPEN) {
            state = State.FLUSHING;
            planFlush();
            process.after(LINGER, "linger", () -> terminate(null));
        }
        return stage;
    }

    @Override
    public String toString() {
        return "the link from " + local + " to " + remote;
    }

    /** Shows the new link to the acceptor, on the I/O thread. */
    void acceptBy(LinkAcceptor acceptor) {
        io.execute(() -> {
            if (state != State.CLOSED) {
                guarded(() -> acceptor.accept(this));
            }
        });
    }

    /** Does something on this link's I/O thread. */
    void execute(Runnable task) {
        io.execute(task);
    }

    /** {@return the stage of close(), also before} */
    CompletionStage<Void> whenOver() {
        return stage;
    }

    boolean closed() {
        return state == State.CLOSED;
    }

    long heldBytes() {
        return out().heldBytes();
    }

    /** Something has arrived in the kernel: bytes or the end. */
    void arrival() {
        if (state == State.CLOSED) {
            // After a close that waits for its writes, what still comes is read and dropped: a reset would take the
            // last bytes
            // away from the other side.
            if (in().seen() == Pipe.End.NONE && !flushed) {
                out().end(Pipe.End.RESET);
            }
        } else if (in().seen() == Pipe.End.RESET) {
            io.execute(() -> terminate(new LinkResetException(this + " was reset by the other end")));
        } else {
            planRead();
        }
    }

    /** There is room in the kernel again. */
    void room() {
        if (state != State.CLOSED && out().heldBytes() > 0) {
            planFlush();
        }
    }

    /** The link was cut: what has arrived is still read, then the handler hears of the error. */
    void fail(Throwable error) {
        io.execute(() -> {
            readUpTo(Long.MAX_VALUE);
            terminate(error);
        });
    }

    /** The process was killed: its kernel closes the connection, nobody is told here. */
    void die() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            leave();
        }
        forget();
    }

    private void tellWritable() {
        if (state == State.OPEN) {
            writeRequested = false;
            call(LinkHandler::onWritable);
        }
    }

    private void planFlush() {
        if (!flushPlanned) {
            flushPlanned = true;
            io.execute(this::flush);
        }
    }

    private void flush() {
        flushPlanned = false;
        if (state == State.CLOSED) {
            return;
        }
        boolean all = out().pump();
        tellReleased(out().accepted());
        if (all && state == State.FLUSHING) {
            flushed = true;
            terminate(null);
        }
    }

    private void planRead() {
        if (started && !readPlanned && (in().unread() || in().seen() != Pipe.End.NONE)) {
            readPlanned = true;
            io.execute(this::read);
        }
    }

    private void read() {
        readPlanned = false;
        readUpTo(1 + chance.nextInt(MOST_READ_AT_ONCE_BYTES));
        if (state == State.CLOSED) {
            return;
        }
        if (in().unread()) {
            planRead();
        } else if (in().seen() == Pipe.End.FINISHED) {
            terminate(null);
        }
    }

    private void readUpTo(long most) {
        long left = most;
        boolean any = false;
        while (left > 0 && started && state != State.CLOSED && in().unread()) {
            ByteBuffer chunk = scratch.next(chance);
            int count = in().readTo(chunk, left);
            left -= count;
            chunk.flip();
            network.noteBytes(chunk);
            call(h -> h.onBytes(chunk));
            // Valid only during the call: who kept it reads rubbish.
            scratch.spoil(count);
            any = true;
        }
        if (any) {
            Objects.requireNonNull(peer).room();
            if (state != State.CLOSED) {
                call(LinkHandler::onReadComplete);
            }
        }
    }

    private void terminate(@Nullable Throwable reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        cause = reason;
        boolean busy = out().heldBytes() > 0;
        leave();
        if (busy) { // a write that is under way goes on reading for a while
            long mostNs = BUSY_AFTER_CLOSE.toNanos();
            process.after(Duration.ofNanos(chance.nextLong(mostNs)), "let go", () -> io.execute(this::finish));
        } else {
            io.execute(this::finish);
        }
    }

    /** Leaves the line as a kernel does: what it took still goes out, unless something unread makes it a reset. */
    private void leave() {
        stillHeld = out().dropHeld();
        out().end(in().unread() && !flushed ? Pipe.End.RESET : Pipe.End.FINISHED);
        in().readerGone();
    }

    private void finish() {
        HeldBuffers left = stillHeld;
        if (left != null) {
            left.letGo();
        }
        boolean releaseFirst = chance.nextBoolean();
        if (releaseFirst) {
            tellReleased(given);
        }
        if (started) {
            call(h -> h.onClosed(cause));
        }
        // The handler may have written once more when it was told.
        while (started && reported < given) {
            tellReleased(given);
        }
        if (started) {
            handler = null;
        }
        over.complete(null);
        forget();
    }

    private void forget() {
        transport.forget(this);
        if (!forgotten) {
            forgotten = true;
            forget.run();
        }
    }

    private void tellReleased(long total) {
        if (total > reported) {
            reported = total;
            call(h -> h.onReleased(total));
        }
    }

    private void call(HandlerCall call) {
        LinkHandler receiver = handler;
        if (receiver != null) {
            guarded(() -> call.on(receiver));
        }
    }

    private void guarded(Runnable userCode) {
        onIoThread = true;
        try {
            userCode.run();
        } catch (SimulationError e) {
            throw e;
        } catch (Throwable e) {
            network.handlerFailed(e);
            terminate(e);
        } finally {
            onIoThread = false;
        }
    }

    private Pipe in() {
        return Objects.requireNonNull(in);
    }

    private Pipe out() {
        return Objects.requireNonNull(out);
    }

    /** One call of a handler. */
    @FunctionalInterface
    private interface HandlerCall {
        void on(LinkHandler handler);
    }
}
