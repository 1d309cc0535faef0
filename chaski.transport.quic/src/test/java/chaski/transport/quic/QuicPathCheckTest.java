package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a link ends because its path has moved, on a clock of the test. */
class QuicPathCheckTest {

    /** Less than the two seconds after which a direction without progress is given up. */
    private static final int FEW = 8;

    private static final int MANY = 12;

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private long given;
    private long received;
    private int asked;
    private int stalled;
    private final QuicPathCheck check =
            new QuicPathCheck(clock.eventLoop(), () -> given, () -> received, () -> stalled++);

    QuicPathCheckTest() {
        clock.freezeTime();
    }

    @AfterEach
    void close() {
        clock.close();
    }

    private void pass(int intervals) {
        for (int i = 0; i < intervals; i++) {
            clock.advanceTimeBy(200, TimeUnit.MILLISECONDS);
            clock.runPendingTasks();
        }
    }

    private void report(long receivedThere, long givenThere) {
        check.reported(Unpooled.buffer().writeLong(receivedThere).writeLong(givenThere));
    }

    private void move() {
        check.begin(() -> asked++);
    }

    @Test
    void asksAtOnceAndThenUntilEverythingHasArrived() {
        given = 100;
        received = 50;
        move();
        assertThat(asked).isEqualTo(1);
        pass(2);
        assertThat(asked).isEqualTo(3);

        report(100, 50);
        pass(MANY);

        assertThat(asked).isEqualTo(3);
        assertThat(stalled).isZero();
    }

    @Test
    void whatIsGivenAfterTheMoveDoesNotMatter() {
        given = 100;
        move();
        given = 1_000;

        report(100, 0);
        pass(MANY);

        assertThat(stalled).isZero();
    }

    @Test
    void nothingThatArrivesAtTheDiallerIsAStall() {
        given = 100;
        move();
        for (int i = 0; i < MANY; i++) {
            report(99, 0);
            pass(1);
        }

        assertThat(stalled).isEqualTo(1);
    }

    @Test
    void nothingThatArrivesFromTheDiallerIsAStallThoughTheOtherDirectionContinues() {
        given = 100;
        received = 10;
        move();
        for (int i = 0; i < MANY; i++) {
            report(i, 11);
            pass(1);
        }

        assertThat(stalled).isEqualTo(1);
    }

    @Test
    void progressGivesMoreTime() {
        given = 100;
        move();
        for (int arrived = 1; arrived <= 5; arrived++) {
            pass(FEW);
            report(arrived, 0);
        }
        assertThat(stalled).isZero();

        pass(MANY);
        assertThat(stalled).isEqualTo(1);
    }

    @Test
    void noReportIsAStall() {
        move();
        pass(FEW);
        assertThat(stalled).isZero();
        pass(MANY);
        assertThat(stalled).isEqualTo(1);
    }

    @Test
    void anotherMoveBeginsAgain() {
        move();
        pass(FEW);
        move();
        pass(FEW);
        assertThat(stalled).isZero();
    }

    @Test
    void nothingIsAskedAfterTheEnd() {
        move();
        check.end();
        pass(MANY);

        assertThat(asked).isEqualTo(1);
        assertThat(stalled).isZero();
    }

    @Test
    void aReportOfAnotherSizeIsIgnored() {
        given = 1;
        move();
        check.reported(Unpooled.buffer().writeLong(1));
        pass(MANY);
        assertThat(stalled).isEqualTo(1);
    }

    @Test
    void aReportHasBothNumbers() {
        received = 3;
        given = 4;
        check.report(bytes -> {
            assertThat(bytes.readLong()).isEqualTo(3);
            assertThat(bytes.readLong()).isEqualTo(4);
            assertThat(bytes.isReadable()).isFalse();
        });
    }
}
