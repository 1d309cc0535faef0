package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The hot path allocates nothing, and announced lengths reserve no memory. */
class AllocationTest {

    private static final int ROUNDS = 200;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The least of many rounds, because the JVM itself may allocate while it still compiles. */
    private long leastBytes(Runnable round) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void dataAndFrequentControlFramesAreWrittenAndReadWithoutGarbage() {
        Totals totals = new Totals();
        FrameReader reader = new FrameReader(totals);
        ByteBuffer stream = ByteBuffer.allocateDirect(8192);

        long bytes = leastBytes(() -> {
            stream.clear();
            writeHotFrames(stream);
            stream.flip();
            reader.read(stream);
        });

        assertThat(totals.sum).isNotZero();
        assertThat(bytes).isZero();
    }

    private static void writeHotFrames(ByteBuffer out) {
        DataFrame.encodeHeader(out, 10, 1000);
        out.position(out.position() + 1000);
        AckFrame.encode(out, 1_000_000, 3);
        int credit = CreditFrame.begin(out);
        CreditFrame.add(out, 1, 2, 3);
        CreditFrame.end(out, credit);
        int blocked = BlockedFrame.begin(out);
        BlockedFrame.add(out, 1, 2);
        BlockedFrame.end(out, blocked);
        PingFrame.encodePing(out, 1, 100);
    }

    @Test
    void anAnnouncedLengthTakesNoMemory() {
        ByteBuffer announced = ByteBuffer.allocate(8);
        announced
                .putInt(FrameType.CREDIT << 24 | CreditFrame.MAX_BODY_BYTES)
                .putInt(0)
                .flip();

        long bytes = leastBytes(() -> new FrameReader(new Totals()).read(announced.rewind()));

        assertThat(bytes).isLessThan(1024);
    }

    /** A sink that keeps nothing. */
    private static final class Totals implements FrameSink, CreditFrame.Sink, BlockedFrame.Sink {

        long sum;

        @Override
        public void onControl(int type, ByteBuffer body) {
            switch (type) {
                case FrameType.ACK -> sum += AckFrame.position(body) + AckFrame.unsubscribed(body);
                case FrameType.CREDIT -> CreditFrame.decode(body, this);
                case FrameType.BLOCKED -> BlockedFrame.decode(body, this);
                case FrameType.PING -> sum += PingFrame.id(body) + PingFrame.payloadBytes(body);
                default -> throw new AssertionError(FrameType.name(type));
            }
        }

        @Override
        public void onData(long position, ByteBuffer chunk) {
            sum += chunk.remaining();
        }

        @Override
        public int maxControlBytes() {
            return 65_536;
        }

        @Override
        public void onCredit(long declaration, long granted, int generation) {
            sum += granted;
        }

        @Override
        public void onBlocked(long declaration, long needed) {
            sum += needed;
        }
    }
}
