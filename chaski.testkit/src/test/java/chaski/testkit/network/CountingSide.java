package chaski.testkit.network;

import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** One started side of a link: sends bytes that count up, and checks that the received ones do. */
final class CountingSide implements LinkHandler {

    final Link link;
    final Simulation world;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private long sent;
    long received;
    int reads;
    boolean inOrder = true;
    long released;
    int closed;
    Throwable cause;
    Runnable onReleased = () -> {};
    Consumer<ByteBuffer> onBytes = bytes -> {};
    final List<Integer> datagrams = new ArrayList<>();
    private final Deque<ByteBuffer> datagramsWaiting = new ArrayDeque<>();

    CountingSide(Simulation world, Link link) {
        this.world = world;
        this.link = link;
        link.start(this);
    }

    void send(int bytes) {
        byte[] contents = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            contents[i] = (byte) (sent++ % 251);
        }
        send(ByteBuffer.wrap(contents));
    }

    void send(ByteBuffer contents) {
        waiting.add(contents);
        link.requestWrite();
    }

    void sendDatagram(int number, int bytes) {
        datagramsWaiting.add(ByteBuffer.allocate(bytes).putInt(0, number));
        link.requestWrite();
    }

    @Override
    public void onDatagram(ByteBuffer bytes) {
        datagrams.add(bytes.getInt(bytes.position()));
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        reads++;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            inOrder &= bytes.get(i) == (byte) (received++ % 251);
        }
        onBytes.accept(bytes);
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritable() {
        ByteBuffer[] all = waiting.toArray(ByteBuffer[]::new);
        waiting.clear();
        link.write(all, all.length);
        while (!datagramsWaiting.isEmpty()) {
            link.sendDatagram(datagramsWaiting.poll());
        }
    }

    @Override
    public void onReleased(long totalBytes) {
        released = totalBytes;
        onReleased.run();
    }

    @Override
    public void onClosed(Throwable reason) {
        closed++;
        cause = reason;
    }
}
