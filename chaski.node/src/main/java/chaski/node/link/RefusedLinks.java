package chaski.node.link;

import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalFrame;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends REFUSED on links that this node does not take, without waiting for a HELLO, and closes them. Bytes that the other side
 * sends meanwhile are read and ignored, because unread bytes would reset the connection and destroy the frame. Links beyond
 * {@value #MAX_LINKS} at a time are closed without a frame. Thread-safe.
 */
final class RefusedLinks {

    /** Each is closed within the second for which its transport lingers. */
    static final int MAX_LINKS = 100;

    private final AtomicInteger open = new AtomicInteger();

    void refuse(Link link, Refusal refused) {
        if (open.incrementAndGet() > MAX_LINKS) {
            open.decrementAndGet();
            link.close();
            return;
        }
        ByteBuffer frame = ByteBuffer.allocate(RefusalFrame.MAX_BYTES);
        RefusalFrame.encode(refused, frame);
        link.start(new LastFrame(link, frame.flip()));
        link.requestWrite();
    }

    private final class LastFrame implements LinkHandler {

        private final Link link;
        private final ByteBuffer frame;
        private boolean written;

        LastFrame(Link link, ByteBuffer frame) {
            this.link = link;
            this.frame = frame;
        }

        @Override
        public void onWritable() {
            if (!written) {
                written = true;
                link.write(new ByteBuffer[] {frame}, 1);
                link.closeAfterWrites();
            }
        }

        @Override
        public void onBytes(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void onReadComplete() {
            // Ignored bytes are not answered.
        }

        @Override
        public void onReleased(long totalBytes) {
            // There is nothing more to write.
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            open.decrementAndGet();
            link.close();
        }
    }
}
