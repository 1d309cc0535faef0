package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallClockTest {

    private long system = 1000;
    private int systemCalls;
    private int pauses;
    private int pausesUntilEnd = Integer.MAX_VALUE;
    private final List<Runnable> threads = new ArrayList<>();
    private final List<Long> toldInPauses = new ArrayList<>();
    private final WallClock clock = new WallClock(this::system, threads::add, this::pause);

    private long system() {
        systemCalls++;
        return system;
    }

    /** While the thread waits, the system's clock advances by one and a caller reads ours. */
    private boolean pause() {
        system++;
        toldInPauses.add(clock.millis());
        return ++pauses < pausesUntilEnd;
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(clock.millis()).isEqualTo(system);
        }
    }

    @Test
    void askedSeldomItAsksTheSystemEachTime() {
        for (int ms = 0; ms < 10; ms++) {
            ask(WallClock.OFTEN - 1);
            system++;
        }

        assertThat(systemCalls).isEqualTo(10 * (WallClock.OFTEN - 1));
        assertThat(threads).isEmpty();
    }

    @Test
    void askedOftenItTicksOnOneThread() {
        ask(2 * WallClock.OFTEN);

        assertThat(threads).hasSize(1);
    }

    @Test
    void whileItTicksItTellsWhatTheThreadWasTold() {
        ask(WallClock.OFTEN);
        pausesUntilEnd = 3;
        systemCalls = 0;

        threads.get(0).run();

        assertThat(toldInPauses).containsExactly(1000L, 1001L, 1002L);
        assertThat(systemCalls).isEqualTo(3);
    }

    @Test
    void whenTheThreadIsToEndItAsksTheSystemAgain() {
        ask(WallClock.OFTEN);
        pausesUntilEnd = 1;
        threads.get(0).run();

        ask(1);
    }

    @Test
    void afterAWhileItLooksWhetherItIsStillAskedOften() {
        ask(WallClock.OFTEN);
        threads.get(0).run();
        assertThat(pauses).isEqualTo(WallClock.TICKS);

        ask(WallClock.OFTEN - 1);
        assertThat(threads).hasSize(1);
        ask(1);
        assertThat(threads).hasSize(2);
    }
}
