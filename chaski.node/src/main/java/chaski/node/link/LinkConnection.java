package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkResetException;
import chaski.node.frame.FrameBatch;
import chaski.node.frame.SessionLink;
import chaski.node.identity.LinkProof;
import chaski.node.receive.BrokenSessionException;
import chaski.node.session.LinkAttachment;
import chaski.node.session.LinkPart;
import chaski.node.wire.ErrorFrame;
import chaski.node.wire.FrameReader;
import chaski.node.wire.FrameSink;
import chaski.node.wire.FrameType;
import chaski.node.wire.LinkError;
import chaski.node.wire.RefusalCode;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One link as the engine uses it: it reads and writes frames.
 *
 * <p>Reading and writing are confined to the link's I/O thread. Output is pulled: frames of the handshake from a queue, everything
 * else from the {@link LinkPart}. The bytes that were given to the link and not yet released stay below {@value #MAX_HELD_BYTES},
 * so that a control frame waits behind no more than that. {@link #wake} costs one read of a flag while the I/O thread is writing
 * anyway.
 */
final class LinkConnection implements LinkHandler, SessionLink, FrameSink {

    static final int MAX_HELD_BYTES = 256 * 1024;
    private static final long LINGER_NS = 1_000_000_000L;

    private final Link link;
    private final LinkOrigin origin;
    private final Environment environment;
    private final LinkEvents events;
    private final FrameReader reader = new FrameReader(this);
    private final FrameBatch batch = new FrameBatch();
    private final Queue<ByteBuffer> handshakeFrames = new ConcurrentLinkedQueue<>();

    /** True if the next {@link #wake} must request a write from the link. */
    private final AtomicBoolean armed = new AtomicBoolean(true);

    private volatile @Nullable LinkPart part;
    private volatile long lastReceivedNs;
    private volatile @Nullable String closeReason;
    private volatile boolean closeWhenWritten;

    /** True once an ERROR is queued as the last frame: nothing else of the session is written, and further input is ignored. */
    private volatile boolean errorSent;

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // Confined to the I/O thread:
    private final HandshakeSequence sequence;

    /** True once the peer has sent REFUSED or ERROR, which is its last frame: further input is ignored. */
    private boolean peerEnded;

    /** True once bytes have arrived: on an encrypted link the other end is authenticated then. */
    private boolean hasRead;

    private boolean pumping;
    private boolean full;
    private long given;
    private long released;

    // Confined to the control loop:
    final PendingHandshake handshake = new PendingHandshake();

    LinkConnection(Link link, LinkOrigin origin, Environment environment, LinkEvents events) {
        this.link = link;
        this.origin = origin;
        this.sequence = new HandshakeSequence(origin);
        this.environment = environment;
        this.events = events;
        this.lastReceivedNs = environment.nanoTime();
    }

    boolean dialled() {
        return origin.dialled();
    }

    void start() {
        link.start(this);
    }

    /** Called when the control loop has made this link part of a session. */
    void attach(LinkPart next) {
        part = next;
    }

    @Nullable
    LinkPart part() {
        return part;
    }

    /** Its part in a session that is on this link or will be. */
    @Nullable
    LinkAttachment attachment() {
        return part instanceof LinkAttachment attachment ? attachment : null;
    }

    /** Sends a frame of the handshake; any thread. */
    void send(int mostBytes, Consumer<ByteBuffer> encoder) {
        ByteBuffer frame = ByteBuffer.allocate(mostBytes);
        encoder.accept(frame);
        handshakeFrames.add(frame.flip());
        wake();
    }

    // ---- the link as a session sees it

    @Override
    public Endpoint remote() {
        return link.remote();
    }

    @Override
    public LinkProof proof() {
        return LinkProof.of(link, dialled());
    }

    @Override
    public long lastReceivedNs() {
        return lastReceivedNs;
    }

    @Override
    public void wake() {
        if (armed.get() && armed.compareAndSet(true, false)) {
            link.requestWrite();
        }
    }

    @Override
    public int largestDatagramBytes() {
        return link.largestDatagramBytes();
    }

    @Override
    public boolean sendDatagram(ByteBuffer bytes) {
        return link.sendDatagram(bytes);
    }

    @Override
    public CompletionStage<Void> close(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        link.close().thenRun(() -> closed.complete(null));
        return closed;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        closeWhenWritten = true;
        armed.set(false);
        link.requestWrite();
        environment.schedule(LINGER_NS, () -> {
            if (!closed.isDone()) {
                close(reason);
            }
        });
        return closed;
    }

    /** Sends an ERROR with the reason and closes the link; on the control loop. */
    CompletionStage<Void> closeWithError(LinkError error) {
        sendLast(error);
        return closeAfterWrites(error.text());
    }

    private void sendLast(LinkError error) {
        ByteBuffer frame = ByteBuffer.allocate(ErrorFrame.MAX_BYTES);
        ErrorFrame.encode(error, frame);
        handshakeFrames.add(frame.flip());
        errorSent = true;
    }

    /**
     * Closes once the bytes that were given to the link are sent, without writing anything further; the transport bounds how long
     * that takes.
     */
    void finish(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        link.closeAfterWrites().thenRun(() -> closed.complete(null));
    }

    // ---- reading

    @Override
    public void onBytes(ByteBuffer bytes) {
        hasRead = true;
        if (errorSent || peerEnded) {
            bytes.position(bytes.limit());
            return;
        }
        lastReceivedNs = environment.nanoTime();
        try {
            reader.read(bytes);
        } catch (BrokenSessionException e) {
            LinkAttachment broken = attachment();
            if (broken != null) {
                events.onBroken(broken, String.valueOf(e.getMessage()));
            }
            refuse(e);
        } catch (ProtocolException e) {
            refuse(e);
        }
    }

    @Override
    public int maxControlBytes() {
        return sequence.maxControlBytes();
    }

    @Override
    public void onControl(int type, ByteBuffer body) {
        if (peerEnded) {
            return;
        }
        if (type == FrameType.ERROR) {
            LinkError error = ErrorFrame.decode(body);
            peerEnded = true;
            events.onError(this, error);
            close("the peer reports " + error.code() + ": " + error.text());
        } else if (sequence.isOver()) {
            LinkPart now = part;
            if (now != null) {
                now.onControl(type, body);
            }
        } else {
            onHandshakeFrame(type, body);
        }
    }

    private void onHandshakeFrame(int type, ByteBuffer body) {
        if (type == FrameType.REFUSED) {
            events.onFrame(this, type, body);
            peerEnded = true;
        } else {
            sequence.accept(type, part != null);
            events.onFrame(this, type, body);
        }
    }

    @Override
    public void onData(long position, ByteBuffer chunk) {
        if (peerEnded) {
            return;
        }
        LinkPart now = part;
        if (!sequence.isOver() || now == null) {
            throw new ProtocolException("expected " + sequence.expectedName() + " before any data, got DATA");
        }
        now.onData(position, chunk);
    }

    @Override
    public void onReadComplete() {
        LinkPart now = part;
        if (now != null && !errorSent && sequence.isOver()) {
            now.onReadComplete();
        }
    }

    /** A datagram is not part of the stream: an invalid one, which anyone may have sent, is ignored. */
    @Override
    public void onDatagram(ByteBuffer bytes) {
        LinkPart now = part;
        if (now == null || errorSent || !sequence.isOver()) {
            return;
        }
        try {
            now.onDatagram(bytes);
        } catch (ProtocolException e) {
            events.onRefused(this, "datagrams.refused", String.valueOf(e.getMessage()));
        }
    }

    /** Sends the protocol error to the other side and closes. */
    private void refuse(ProtocolException error) {
        sendLast(new LinkError(RefusalCode.PROTOCOL, String.valueOf(error.getMessage())));
        events.onRefused(this, "refused.protocol", String.valueOf(error.getMessage()));
        closeAfterWrites("protocol error: " + error.getMessage());
    }

    // ---- writing

    @Override
    public void onWritable() {
        pump();
    }

    @Override
    public void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        armed.set(false);
        try {
            flushPending();
        } finally {
            pumping = false;
        }
    }

    /** Writes once. Messages that are published while the link passes these bytes on are sent with the next, larger write. */
    private void flushPending() {
        if (given - released >= MAX_HELD_BYTES) {
            full = true; // onReleased continues
        } else if (render() > 0) {
            link.requestWrite();
        } else if (closeWhenWritten) {
            link.closeAfterWrites().thenRun(() -> closed.complete(null));
        } else {
            armed.set(true);
            if (hasWork() && armed.compareAndSet(true, false)) {
                link.requestWrite();
            }
        }
    }

    private long render() {
        batch.begin(given, released, MAX_HELD_BYTES - (given - released));
        for (ByteBuffer frame = handshakeFrames.poll(); frame != null; frame = handshakeFrames.poll()) {
            batch.encoded(frame);
        }
        LinkPart now = part;
        if (now != null && !errorSent) {
            now.render(batch);
        }
        long bytes = batch.finish();
        if (bytes > 0) {
            given += bytes;
            link.write(batch.buffers(), batch.count());
        }
        return bytes;
    }

    private boolean hasWork() {
        LinkPart now = part;
        return !handshakeFrames.isEmpty() || (now != null && !errorSent && now.hasWork());
    }

    @Override
    public void onReleased(long totalBytes) {
        released = totalBytes;
        LinkPart now = part;
        if (now != null) {
            now.onReleased(totalBytes);
        }
        if (full && given - released < MAX_HELD_BYTES / 2) {
            full = false;
            pump();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        String known = closeReason;
        boolean byPeer = known == null && (cause == null || cause instanceof LinkResetException);
        String reason =
                known != null ? known : cause == null ? "closed by the peer" : String.valueOf(cause.getMessage());
        link.close().thenRun(() -> closed.complete(null));
        if (!hasRead && !dialled()) { // a dialler reports why its attempt has failed
            TlsFailures.counter(cause).ifPresent(counter -> events.onRefused(this, counter, reason));
        }
        events.onClosed(this, reason, byPeer);
    }

    @Override
    public String toString() {
        return (dialled() ? "link to " : "link from ") + link.remote();
    }
}
