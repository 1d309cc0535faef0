package chaski.testkit.hostile;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts what arrives on a link into frames. Confined to the link's I/O thread. */
final class FrameAssembly {

    private static final int HEADER_BYTES = 4;

    private final ByteTail tail = new ByteTail();

    void read(ByteBuffer bytes, Consumer<HostileFrame> frames) {
        tail.add(bytes);
        while (tail.size() >= HEADER_BYTES) {
            ByteBuffer view = tail.view();
            int header = view.getInt();
            int length = header & 0xffffff;
            if (view.remaining() < length) {
                return;
            }
            byte[] body = new byte[length];
            view.get(body);
            tail.remove(HEADER_BYTES + length);
            frames.accept(HostileFrame.of(header >>> 24, body));
        }
    }
}
