package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkResetException;
import chaski.api.transport.LinkSecurity;
import chaski.testkit.simulation.SimulatedProcess;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One side of a link. Its handler is called on its simulated I/O thread only, with one or a few calls for each event,
 * and never from within what the handler itself called.
 */
final class LinkEnd implements Link {

    private static final Duration BUSY_AFTER_CLOSE = Duration.ofMillis(50);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int LARGEST_DATAGRAM_BYTES = 1_200;
    private static final int MAX_READ_BYTES = 128 << 10;

    private enum State {
        OPEN,
        /** Closes when everything is in the kernel. */
        FLUSHING,
        CLOSED
    }

    private final LinkContext context;
    private final LinkSide side;
    private final TransportLinks links;
    private final SimulatedProcess process;
    private final RandomGenerator chance;
    private final Executor io;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletionStage<Void> stage = over.minimalCompletionStage();
    private final Runnable forget;
    private final HandlerInvoker handler;
    private @Nullable LinkReader reader;
    private @Nullable Pipe in;
    private @Nullable Pipe out;
    private @Nullable LinkEnd peer;
    private @Nullable Throwable cause;
    private @Nullable HeldBuffers stillHeld;
    private State state = State.OPEN;
    private boolean started;
    private boolean forgotten;
    private boolean flushed;
    private boolean writeRequested;
    private boolean flushPlanned;
    private boolean readPlanned;
    private long given;
    private long reported;
    private LinkAuthentication authentication = LinkAuthentication.NONE;

    LinkEnd(LinkContext context, LinkSide side, RandomGenerator chance, Runnable forget) {
        this.context = context;
        this.side = side;
        this.links = side.links();
        this.process = links.process();
        this.chance = chance;
        this.io = process.thread("io");
        this.forget = forget;
        this.handler = new HandlerInvoker(failure -> {
            context.handlerFailed().accept(failure);
            terminate(failure);
        });
        links.add(this);
    }

    void connect(Pipe incoming, Pipe outgoing, LinkEnd otherSide) {
        reader = new LinkReader(context, incoming, chance, handler);
        in = incoming;
        out = outgoing;
        peer = otherSide;
    }

    /** Called before the link is passed on, if its ends were authenticated. */
    void authenticated(LinkAuthentication result) {
        authentication = result;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return authentication.ofPeer();
    }

    @Override
    public Optional<LinkSecurity> security() {
        return authentication.own();
    }

    @Override
    public Endpoint local() {
        return side.local();
    }

    @Override
    public Endpoint remote() {
        return side.remote();
    }

    @Override
    public void start(LinkHandler receiver) {
        if (started) {
            throw new IllegalStateException("a link is started once, and " + this + " was started before");
        }
        started = true;
        handler.handler(receiver);
        if (state == State.CLOSED) {
            io.execute(this::finish);
            return;
        }
        planRead();
        if (writeRequested) {
            io.execute(this::notifyWritable);
        }
    }

    @Override
    public void requestWrite() {
        if (state == State.OPEN && !writeRequested) {
            writeRequested = true;
            if (started) {
                io.execute(this::notifyWritable);
            }
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        if (!handler.isCalling()) {
            throw new IllegalStateException(
                    "a link is written on its I/O thread, in a call of its handler; " + this + " was not");
        }
        for (int i = 0; i < count; i++) {
            given += buffers[i].remaining();
            if (state != State.CLOSED) {
                out().give(buffers[i]);
            }
            // The contract does not define whether a link moves the position, so no caller may rely on either.
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
        return links.carryDatagrams() ? LARGEST_DATAGRAM_BYTES : 0;
    }

    @Override
    public boolean sendDatagram(ByteBuffer bytes) {
        if (!handler.isCalling()) {
            throw new IllegalStateException(this + ": a datagram is sent on the link's I/O thread");
        }
        if (bytes.remaining() > largestDatagramBytes()) {
            throw new IllegalArgumentException("a datagram is too large: " + bytes.remaining());
        }
        if (state != State.OPEN) {
            return false;
        }
        out().carryDatagram(bytes, Objects.requireNonNull(peer)::datagramArrives);
        return true;
    }

    private void datagramArrives(byte[] bytes) {
        io.execute(() -> {
            if (isReading()) {
                ByteBuffer datagram = ByteBuffer.wrap(bytes.clone());
                context.noteBytes(datagram);
                handler.call(h -> h.onDatagram(datagram));
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
        return "the link from " + side.local() + " to " + side.remote();
    }

    void acceptBy(LinkAcceptor acceptor) {
        io.execute(() -> {
            if (state != State.CLOSED) {
                handler.run(() -> acceptor.accept(this));
            }
        });
    }

    void execute(Runnable task) {
        io.execute(task);
    }

    CompletionStage<Void> whenOver() {
        return stage;
    }

    boolean closed() {
        return state == State.CLOSED;
    }

    /** Bytes or the end have arrived in the kernel. */
    void arrival() {
        if (state == State.CLOSED) {
            // After closeAfterWrites, further bytes are read and dropped: a reset would discard the last bytes on the
            // other side.
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

    /** The link was cut: what has arrived is still read, then the handler is notified of the error. */
    void fail(Throwable error) {
        io.execute(() -> {
            readUpTo(Long.MAX_VALUE);
            terminate(error);
        });
    }

    /** The process was killed: its kernel closes the connection, and no handler is notified here. */
    void die() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            leave();
        }
        forget();
    }

    private void notifyWritable() {
        if (state == State.OPEN) {
            writeRequested = false;
            handler.call(LinkHandler::onWritable);
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
        notifyReleased(out().accepted());
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
        readUpTo(1 + chance.nextInt(MAX_READ_BYTES));
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
        if (Objects.requireNonNull(reader).read(most, this::isReading)) {
            Objects.requireNonNull(peer).room();
            if (state != State.CLOSED) {
                handler.call(LinkHandler::onReadComplete);
            }
        }
    }

    private boolean isReading() {
        return started && state != State.CLOSED;
    }

    private void terminate(@Nullable Throwable reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        cause = reason;
        boolean busy = out().heldBytes() > 0;
        leave();
        if (busy) { // a write in progress still reads its buffers for a while
            long mostNs = BUSY_AFTER_CLOSE.toNanos();
            process.after(Duration.ofNanos(chance.nextLong(mostNs)), "release", () -> io.execute(this::finish));
        } else {
            io.execute(this::finish);
        }
    }

    /** Closes the connection as a kernel does: what it accepted is still sent, unless unread bytes make it a reset. */
    private void leave() {
        stillHeld = out().dropHeld();
        out().end(in().unread() && !flushed ? Pipe.End.RESET : Pipe.End.FINISHED);
        in().readerGone();
    }

    private void finish() {
        HeldBuffers left = stillHeld;
        if (left != null) {
            left.discardAll();
        }
        boolean releaseFirst = chance.nextBoolean();
        if (releaseFirst) {
            notifyReleased(given);
        }
        if (started) {
            handler.call(h -> h.onClosed(cause));
        }
        // The handler may have written once more when it was notified.
        while (started && reported < given) {
            notifyReleased(given);
        }
        if (started) {
            handler.handler(null);
        }
        over.complete(null);
        forget();
    }

    private void forget() {
        links.forget(this);
        if (!forgotten) {
            forgotten = true;
            forget.run();
        }
    }

    private void notifyReleased(long total) {
        if (total > reported) {
            reported = total;
            handler.call(h -> h.onReleased(total));
        }
    }

    private Pipe in() {
        return Objects.requireNonNull(in);
    }

    private Pipe out() {
        return Objects.requireNonNull(out);
    }
}
