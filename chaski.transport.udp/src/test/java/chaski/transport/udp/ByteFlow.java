package chaski.transport.udp;

import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a link in a test: sends a number of bytes, which encode their own positions, holds as little in the link
 * as a session does, and checks what arrives.
 */
final class ByteFlow implements LinkHandler {

    private static final int MOST_HELD_BYTES = 256 << 10;
    private static final int PIECE_BYTES = 16 << 10;

    private final Link link;
    private final List<Integer> datagrams = new ArrayList<>();
    private long toSend;
    private long given;
    private long released;
    private long received;
    private long firstWrong = -1;
    private boolean closed;
    private @Nullable Throwable cause;

    ByteFlow(Link link) {
        this.link = link;
    }

    static ByteFlow on(Link link) {
        ByteFlow flow = new ByteFlow(link);
        link.start(flow);
        return flow;
    }

    Link link() {
        return link;
    }

    void send(long bytes) {
        toSend += bytes;
        link.requestWrite();
    }

    long received() {
        return received;
    }

    boolean intact() {
        return firstWrong < 0;
    }

    boolean closed() {
        return closed;
    }

    @Nullable
    Throwable cause() {
        return cause;
    }

    List<Integer> datagrams() {
        return datagrams;
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (bytes.get() != at(received) && firstWrong < 0) {
                firstWrong = received;
            }
            received++;
        }
    }

    @Override
    public void onDatagram(ByteBuffer bytes) {
        datagrams.add(bytes.getInt());
    }

    @Override
    public void onReadComplete() {
        // The test examines what was received.
    }

    @Override
    public void onWritable() {
        while (given < toSend && given - released < MOST_HELD_BYTES) {
            int count = (int) Math.min(PIECE_BYTES, toSend - given);
            ByteBuffer piece = ByteBuffer.allocate(count);
            for (int i = 0; i < count; i++) {
                piece.put(at(given++));
            }
            link.write(new ByteBuffer[] {piece.flip()}, 1);
        }
    }

    @Override
    public void onReleased(long totalBytes) {
        released = totalBytes;
        if (given < toSend) {
            link.requestWrite();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable why) {
        closed = true;
        cause = why;
    }

    private static byte at(long position) {
        return (byte) (position * 31 + (position >> 8) * 17 + (position >> 16));
    }
}
