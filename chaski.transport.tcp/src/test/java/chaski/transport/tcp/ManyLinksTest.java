package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.transport.LinkHandler;
import java.io.File;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that are opened and closed in great numbers. */
@Tag("slow")
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class ManyLinksTest {

    private static final int LINKS = 10_000;
    private static final File DESCRIPTORS = new File("/proc/self/fd");

    @Parameter
    TcpSocketKind kind;

    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(LINKS + 1);

    @Test
    void tenThousandLinksLeaveNothingBehind() throws Exception {
        try (TcpTransport transport = kind.transport();
                TcpListenerFixture wire = new TcpListenerFixture(transport)) {
            openAndReset(wire);
            int descriptors = descriptors();

            for (int i = 0; i < LINKS; i++) {
                openAndReset(wire);
            }

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            await().until(() -> descriptors() <= descriptors);
            assertThat(ownThreads()).isEqualTo(2);
            assertThat(transport.openLinks()).isZero();
        }
        await().until(() -> ownThreads() == 0);
    }

    /**
     * Ends by a reset, half of them with bytes in flight: an orderly end would occupy ports of this machine for a
     * minute each.
     */
    private void openAndReset(TcpListenerFixture wire) throws Exception {
        try (Socket peer = wire.plain()) {
            peer.setSoLinger(true, 0);
            wire.accept().start(new Ending());
            if (bytes.get() % 2 == 0) {
                peer.getOutputStream().write(1);
            }
        }
    }

    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("chaski-tcp"))
                .count();
    }

    /** If the system does not report descriptors, the test sees no leak. */
    private static int descriptors() {
        String[] open = DESCRIPTORS.list();
        return open == null ? 0 : open.length;
    }

    private final class Ending implements LinkHandler {

        @Override
        public void onBytes(ByteBuffer buffer) {
            bytes.addAndGet(buffer.remaining());
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onReleased(long totalBytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {
            ended.countDown();
        }
    }
}
