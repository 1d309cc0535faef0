package chaski.transport.quic;

import static org.awaitility.Awaitility.await;

import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A handler that records its calls, and writes what a test gives it when the link is writable. */
class QuicRecorder implements LinkHandler {

    final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

    /** The datagrams that have arrived. */
    final Queue<byte[]> datagrams = new ConcurrentLinkedQueue<>();

    private final Link link;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Deque<Runnable> errands = new ArrayDeque<>();
    private long released;
    private long given;

    QuicRecorder(Link link) {
        this.link = link;
    }

    static QuicRecorder started(Link link) {
        QuicRecorder recorder = new QuicRecorder(link);
        link.start(recorder);
        return recorder;
    }

    Link link() {
        return link;
    }

    /** Runs an action on the I/O thread when the link is writable. */
    void whenWritable(Runnable errand) {
        synchronized (this) {
            errands.add(errand);
        }
        link.requestWrite();
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        whenWritable(() -> write(direct));
    }

    /** Gives a buffer to the link; on the I/O thread. */
    void write(ByteBuffer buffer) {
        synchronized (this) {
            given += buffer.remaining();
        }
        link.write(new ByteBuffer[] {buffer}, 1);
    }

    synchronized String text() {
        return received.toString(StandardCharsets.US_ASCII);
    }

    synchronized int receivedBytes() {
        return received.size();
    }

    synchronized long released() {
        return released;
    }

    synchronized long given() {
        return given;
    }

    synchronized byte[] bytes() {
        return received.toByteArray();
    }

    void awaitBytes(int expected) {
        await().until(this::receivedBytes, bytes -> bytes == expected);
    }

    void awaitText(String expected) {
        await().until(this::text, expected::equals);
    }

    /** Waits for the end of the link. {@return the reported cause} */
    Optional<Throwable> awaitEnd() {
        return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        synchronized (this) {
            received.writeBytes(copy);
        }
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onDatagram(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        datagrams.add(copy);
    }

    @Override
    public void onWritable() {
        while (true) {
            Runnable errand;
            synchronized (this) {
                errand = errands.poll();
            }
            if (errand == null) {
                return;
            }
            errand.run();
        }
    }

    @Override
    public synchronized void onReleased(long totalBytes) {
        released = totalBytes;
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        end.complete(Optional.ofNullable(cause));
    }
}
