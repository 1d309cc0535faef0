package chaski.node.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoubtDetectorTest {

    private static final long WINDOW = DoubtDetector.REFUSED_FOR_NS;

    private final DoubtDetector detector = new DoubtDetector();

    @Test
    void refusalsForTwoSecondsAfterABrokenLinkAreDoubt() {
        detector.linkLost(true, 100);
        dial(true, 200);

        assertThat(detector.seemsEnded(false, 100 + WINDOW - 1)).isFalse();
        assertThat(detector.seemsEnded(false, 100 + WINDOW)).isTrue();
        assertThat(detector.delayNs(100)).isEqualTo(WINDOW);
    }

    @Test
    void withoutARefusalThereIsNoDoubt() {
        detector.linkLost(true, 100);

        assertThat(detector.seemsEnded(false, 100 + 10 * WINDOW)).isFalse();
    }

    @Test
    void whereNothingCanBeDialledTheBrokenLinkIsEnough() {
        detector.linkLost(true, 100);

        assertThat(detector.seemsEnded(true, 100 + WINDOW - 1)).isFalse();
        assertThat(detector.seemsEnded(true, 100 + WINDOW)).isTrue();
    }

    @Test
    void aLinkThatWasLostOtherwiseIsNoDoubt() {
        detector.linkLost(false, 100);
        dial(true, 200);

        assertThat(detector.seemsEnded(false, 100 + 10 * WINDOW)).isFalse();
        assertThat(detector.seemsEnded(true, 100 + 10 * WINDOW)).isFalse();
        assertThat(detector.delayNs(100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whateverElseADialMeetsStartsTheTimeAgain() {
        detector.linkLost(true, 100);
        dial(true, 200);
        dial(false, 1_000);

        assertThat(detector.seemsEnded(false, 1_000 + WINDOW)).isFalse();
        dial(true, 1_100);
        assertThat(detector.seemsEnded(false, 1_000 + WINDOW - 1)).isFalse();
        assertThat(detector.seemsEnded(false, 1_000 + WINDOW)).isTrue();
    }

    @Test
    void aDialWithoutAnAnswerHoldsTheVerdict() {
        detector.linkLost(true, 100);
        dial(true, 200);
        detector.dialBegun();

        assertThat(detector.seemsEnded(false, 100 + WINDOW)).isFalse();
        detector.dialEnded(true, 100 + WINDOW);
        assertThat(detector.seemsEnded(false, 100 + WINDOW)).isTrue();
    }

    @Test
    void refusalsOfAnEarlierOutageDoNotCount() {
        detector.linkLost(true, 100);
        dial(true, 200);
        detector.linkLost(true, 5_000);

        assertThat(detector.seemsEnded(false, 5_000 + WINDOW)).isFalse();
    }

    private void dial(boolean refused, long nowNs) {
        detector.dialBegun();
        detector.dialEnded(refused, nowNs);
    }
}
