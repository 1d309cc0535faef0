package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.LinkHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkReaderTest {

    private static final long ALL = Long.MAX_VALUE;

    private final PipeScene scene = new PipeScene();
    private final HandlerInvoker invoker = new HandlerInvoker(scene.handlerFailures::add);
    private final LinkReader reader = new LinkReader(scene.context, scene.pipe, scene.world.random("reader"), invoker);
    private final Counting handler = new Counting();

    LinkReaderTest() {
        invoker.handler(handler);
    }

    private static final class Counting implements LinkHandler {

        private long bytes;
        private int calls;

        @Override
        public void onBytes(ByteBuffer chunk) {
            bytes += chunk.remaining();
            calls++;
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onReleased(long totalBytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }

    @Test
    void nothingIsReadBeforeSomethingArrives() {
        assertThat(reader.read(ALL, () -> true)).isFalse();
        assertThat(handler.calls).isZero();
    }

    @Test
    void everythingThatArrivedIsRead() {
        scene.send(5_000);

        assertThat(reader.read(ALL, () -> true)).isTrue();

        assertThat(handler.bytes).isEqualTo(5_000);
        assertThat(scene.pipe.unread()).isFalse();
    }

    @Test
    void noMoreIsReadThanWanted() {
        scene.send(5_000);

        reader.read(70, () -> true);

        assertThat(handler.bytes).isEqualTo(70);
    }

    @Test
    void readingEndsWhenTheHandlerClosesItsLink() {
        scene.send(5_000);

        reader.read(ALL, () -> handler.calls == 0);

        assertThat(handler.calls).isEqualTo(1);
    }
}
