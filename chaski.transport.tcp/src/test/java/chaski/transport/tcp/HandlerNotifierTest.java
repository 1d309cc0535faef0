package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.LinkHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlerNotifierTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TcpSendQueue outbox = new TcpSendQueue(channel, new TcpSendQueue.Owner() {
        @Override
        public void progressed() {}

        @Override
        public void failed(Throwable cause) {}
    });
    private final List<String> reported = new ArrayList<>();

    @SuppressWarnings("NullAway") // the link is only named in the log
    private final HandlerNotifier reports = new HandlerNotifier(outbox, null);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void releasedBytesAreReportedOnce() {
        Handler handler = new Handler();
        assertThat(reports.releaseDue()).isFalse();
        send(10);
        assertThat(reports.releaseDue()).isTrue();

        reports.released(handler);

        assertThat(reports.releaseDue()).isFalse();
        assertThat(reported).containsExactly("released 10");
    }

    @Test
    void endIsReportedAfterWhatWasReleasedAndBeforeWhatIsWrittenInIt() {
        send(10);

        reports.last(new Handler(), null, () -> reported.add("end"));

        assertThat(reported).containsExactly("released 10", "end", "closed", "released 15");
    }

    @Test
    void handlerThatThrowsHearsTheRest() {
        send(10);

        reports.last(
                new Handler() {
                    @Override
                    public void onReleased(long totalBytes) {
                        super.onReleased(totalBytes);
                        throw new IllegalStateException("released");
                    }

                    @Override
                    public void onClosed(@Nullable Throwable cause) {
                        super.onClosed(cause);
                        throw new IllegalStateException("closed");
                    }
                },
                null,
                () -> {});

        assertThat(reported).containsExactly("released 10", "closed", "released 15");
    }

    private void send(int bytes) {
        outbox.put(new ByteBuffer[] {ByteBuffer.allocate(bytes)}, 1);
        outbox.flush();
        ReferenceCountUtil.release(channel.readOutbound());
    }

    /** Writes in its last call, which is discarded. */
    private class Handler implements LinkHandler {

        @Override
        public void onBytes(ByteBuffer bytes) {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onReleased(long totalBytes) {
            reported.add("released " + totalBytes);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            reported.add("closed");
            outbox.discard(new ByteBuffer[] {ByteBuffer.allocate(5)}, 1);
        }
    }
}
