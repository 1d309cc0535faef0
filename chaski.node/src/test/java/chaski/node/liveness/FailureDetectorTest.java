package chaski.node.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.HeartbeatConfig;
import chaski.api.node.PeerState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureDetectorTest {

    private static final long START = Long.MAX_VALUE - ms(7_000); // the clock wraps in the middle of each test

    private final FailureDetector detector = new FailureDetector(HeartbeatConfig.DEFAULT, START);
    private final List<String> seen = new ArrayList<>();
    private long nowMs;

    @Test
    void silenceMakesSuspectThenDown() {
        run(30_000);
        assertThat(seen).filteredOn(s -> !s.endsWith("PING")).containsExactly("5000 SUSPECTED", "10000 FAILED");
        assertThat(detector.state()).isEqualTo(PeerState.DOWN);
    }

    @Test
    void silentPeerIsPingedAtEveryInterval() {
        run(9_999);
        assertThat(seen).containsExactly("0 PING", "2500 PING", "5000 SUSPECTED", "5000 PING", "7500 PING");
    }

    @Test
    void downPeerIsStillPinged() {
        run(15_001);
        assertThat(seen).contains("12500 PING", "15000 PING");
    }

    @Test
    void trafficOfAnyKindKeepsItAlive() {
        for (int i = 0; i < 100; i++) {
            run(4_900);
            heard();
        }
        assertThat(seen).noneMatch(s -> s.endsWith("SUSPECTED"));
    }

    @Test
    void busyLinkIsPingedNowAndThenToMeasure() {
        for (int i = 0; i < 30_000 / 50; i++) {
            run(50);
            heard();
        }
        assertThat(seen).containsExactly("0 PING", "10000 PING", "20000 PING", "30000 PING");
    }

    @Test
    void suspectThatIsHeardRecoversAtOnce() {
        run(6_000);
        heard();
        assertThat(at(detector.deadlineNs())).isEqualTo(nowMs);
        run(0);
        assertThat(seen).contains("6000 RECOVERED");
        assertThat(detector.state()).isEqualTo(PeerState.ALIVE);
    }

    @Test
    void downPeerThatIsHeardRecovers() {
        run(60_000);
        heard();
        run(4_999);
        assertThat(seen).endsWith("60000 RECOVERED", "62500 PING");
    }

    @Test
    void oldNewsIsNoSignOfLife() {
        run(4_000);
        heard();
        detector.heard(START + ms(1_000));
        run(5_000);
        assertThat(seen).contains("9000 SUSPECTED");
    }

    @Test
    void lateNodeDoubtsItselfFirst() {
        run(2_000);
        pause(13_000); // this process was stopped
        tick();
        assertThat(detector.state()).isEqualTo(PeerState.ALIVE);
        assertThat(seen).last().isEqualTo("15000 PING");
        run(2_499);
        assertThat(detector.state()).isEqualTo(PeerState.ALIVE);
        run(1);
        assertThat(seen).contains("17500 FAILED");
    }

    @Test
    void answerWithinTheReprieveProvesThePeerAlive() {
        run(2_000);
        pause(13_000);
        tick();
        run(100);
        heard();
        run(2_000);
        assertThat(seen).noneMatch(s -> s.endsWith("SUSPECTED") || s.endsWith("FAILED"));
    }

    @Test
    void slightlyLateTickIsNoReprieve() {
        pause(4_900);
        tick();
        pause(2_500);
        tick();
        assertThat(seen).contains("7400 SUSPECTED");
    }

    @Test
    void nodeThatIsAlwaysLateStillComesToAVerdict() {
        for (int i = 0; i <= FailureDetector.MAX_REPRIEVES + 1; i++) {
            pause(20_000);
            tick();
        }
        assertThat(detector.state()).isEqualTo(PeerState.DOWN);
    }

    @Test
    void everySilenceHasItsReprieves() {
        for (int i = 0; i < 3 * FailureDetector.MAX_REPRIEVES; i++) {
            run(2_000);
            pause(13_000);
            tick();
            assertThat(detector.state()).isEqualTo(PeerState.ALIVE);
            run(100);
            heard();
        }
        assertThat(seen).allMatch(s -> s.endsWith("PING"));
    }

    @Test
    void oldNewsRenewsNoReprieve() {
        for (int i = 0; i <= FailureDetector.MAX_REPRIEVES + 1; i++) {
            pause(20_000);
            detector.heard(START);
            tick();
        }
        assertThat(detector.state()).isEqualTo(PeerState.DOWN);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE, -1})
    void originOfTheClockMeansNothing(long origin) {
        FailureDetector other = new FailureDetector(HeartbeatConfig.DEFAULT, origin);
        assertThat(other.takePing(origin)).isTrue();
        assertThat(other.tick(origin + ms(2_500))).isEqualTo(Transition.NONE);
        assertThat(other.tick(origin + ms(5_000))).isEqualTo(Transition.SUSPECTED);
        assertThat(other.tick(origin + ms(7_500))).isEqualTo(Transition.NONE);
        assertThat(other.tick(origin + ms(10_000))).isEqualTo(Transition.FAILED);
    }

    @Test
    void peerWithoutLinkIsJudgedThoughNobodyTakesThePings() {
        long nowNs = now();
        List<String> changes = new ArrayList<>();
        int ticks = 0;
        while (nowNs - START < ms(30_000)) {
            nowNs = Math.max(nowNs - START, detector.deadlineNs() - START) + START;
            Transition change = detector.tick(nowNs);
            if (change != Transition.NONE) {
                changes.add(at(nowNs) + " " + change);
            }
            ticks++;
        }
        assertThat(changes).containsExactly("5000 SUSPECTED", "10000 FAILED");
        assertThat(ticks).isLessThan(20);
    }

    @Test
    void deadlineIsAlwaysAheadOnceItsWorkIsDone() {
        for (int i = 0; i < 20_000; i += 37) {
            run(37);
            assertThat(detector.deadlineNs() - now()).isPositive();
        }
    }

    /** Lets the time pass as a control loop would see it: woken at each deadline. */
    private void run(long forMs) {
        long endMs = nowMs + forMs;
        while (at(detector.deadlineNs()) <= endMs) {
            nowMs = Math.max(nowMs, at(detector.deadlineNs()));
            tick();
        }
        nowMs = endMs;
    }

    private void pause(long forMs) {
        nowMs += forMs;
    }

    private void tick() {
        Transition change = detector.tick(now());
        if (change != Transition.NONE) {
            seen.add(nowMs + " " + change);
        }
        if (detector.takePing(now())) {
            seen.add(nowMs + " PING");
        }
    }

    private void heard() {
        detector.heard(now());
    }

    private long now() {
        return START + ms(nowMs);
    }

    private static long at(long timeNs) {
        return TimeUnit.NANOSECONDS.toMillis(timeNs - START);
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
