package chaski.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class LogReadersTest {

    private final SendLog log = new SendLog(
            new ReentrantLock(), new SegmentPool(8L * Segment.BYTES, () -> {}, () -> {}), Segment.BYTES, () -> {});
    private final LogReaders readers = new LogReaders();

    @Test
    void withoutReadersNothingIsHeldOrSent() {
        assertThat(readers.isEmpty()).isTrue();
        assertThat(readers.lowestHeld(7)).isEqualTo(7);
        assertThat(readers.highestSent(7)).isEqualTo(7);
    }

    @Test
    void theSlowestReaderHoldsAndTheFastestHasSentMost() {
        readers.add(new LogReader(log, 10));
        readers.add(new LogReader(log, 30));

        assertThat(readers.lowestHeld(50)).isEqualTo(10);
        assertThat(readers.lowestHeld(5)).isEqualTo(5);
        assertThat(readers.highestSent(0)).isEqualTo(30);
    }

    @Test
    void whatARemovedReaderHasSentIsRemembered() {
        append(100);
        LogReader reader = new LogReader(log, 0);
        readers.add(reader);
        reader.take(0);

        readers.remove(reader);

        assertThat(readers.sentBefore()).isEqualTo(100);
        assertThat(readers.isEmpty()).isTrue();
    }

    private void append(int bytes) {
        log.reserve(bytes);
        SendLog.provide(List.of(log), true);
        log.append(ByteBuffer.allocate(bytes));
        log.publish();
    }
}
