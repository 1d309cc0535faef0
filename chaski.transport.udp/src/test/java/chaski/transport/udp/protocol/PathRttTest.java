package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The estimate of RFC 9002, section 5. */
class PathRttTest {

    private static final long MS = 1_000_000;

    private final PathRtt roundTrip = new PathRtt();

    @Test
    void firstSampleIsTakenAsItIs() {
        roundTrip.sample(100 * MS, 20 * MS);

        assertThat(roundTrip.latestNs()).isEqualTo(100 * MS);
        assertThat(roundTrip.smoothedNs()).isEqualTo(100 * MS);
        assertThat(roundTrip.ptoNs()).isEqualTo((100 + 4 * 50 + 25) * MS);
    }

    @Test
    void laterSamplesLackTheDelayThatThePeerReports() {
        roundTrip.sample(100 * MS, 0);
        roundTrip.sample(180 * MS, 20 * MS);

        assertThat(roundTrip.smoothedNs()).isEqualTo((7 * 100 + 160) * MS / 8);
        assertThat(roundTrip.ptoNs() - roundTrip.smoothedNs() - 25 * MS).isEqualTo(4 * (3 * 50 + 60) * MS / 4);
    }

    @Test
    void delayThatThePeerReportsCountsAsAtMostTheLargestPermitted() {
        roundTrip.sample(100 * MS, 0);
        roundTrip.sample(300 * MS, 200 * MS);

        assertThat(roundTrip.smoothedNs()).isEqualTo((7 * 100 + 275) * MS / 8);
    }

    @Test
    void absurdDelayOfAPeerChangesNothing() {
        PathRtt honest = new PathRtt();
        honest.sample(100 * MS, 0);
        honest.sample(400 * MS, 25 * MS);
        roundTrip.sample(100 * MS, 0);
        roundTrip.sample(400 * MS, 4_294_967_295_000L);

        assertThat(roundTrip.smoothedNs()).isEqualTo(honest.smoothedNs());
        assertThat(roundTrip.ptoNs()).isEqualTo(honest.ptoNs());
    }

    @Test
    void delayNeverMakesASampleLessThanTheShortest() {
        roundTrip.sample(100 * MS, 0);
        roundTrip.sample(110 * MS, 20 * MS);

        assertThat(roundTrip.smoothedNs()).isEqualTo((7 * 100 + 110) * MS / 8);
    }

    @Test
    void timeoutIsNeverFinerThanTheTimer() {
        for (int i = 0; i < 100; i++) {
            roundTrip.sample(10 * MS, 0);
        }

        assertThat(roundTrip.ptoNs()).isEqualTo((10 + 1 + 25) * MS);
    }
}
