package chaski.cli;

import java.time.Duration;
import java.util.Locale;

/** The results of the pings of one run, summarized like those of ping(8). Not thread-safe. */
final class RoundTrips {

    private long transmitted;
    private long received;
    private double sumUs;
    private double sumOfSquaresUs;
    private double minUs = Double.POSITIVE_INFINITY;
    private double maxUs;

    /** {@return the number of the ping to send now, from 1 on} */
    long transmit() {
        return ++transmitted;
    }

    void receive(Duration time) {
        double us = time.toNanos() / 1e3;
        received++;
        sumUs += us;
        sumOfSquaresUs += us * us;
        minUs = Math.min(minUs, us);
        maxUs = Math.max(maxUs, us);
    }

    long received() {
        return received;
    }

    /** {@return the two lines of the summary, the second only if an answer was received} */
    String summary(Duration total) {
        String counts = String.format(
                Locale.ROOT,
                "%d transmitted, %d received, %.0f%% loss, time %d ms",
                transmitted,
                received,
                lossPercent(),
                total.toMillis());
        return received == 0
                ? counts
                : counts
                        + String.format(
                                Locale.ROOT,
                                "%nrtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms",
                                minUs / 1e3,
                                averageUs() / 1e3,
                                maxUs / 1e3,
                                deviationUs() / 1e3);
    }

    Json json(Json summary) {
        summary.put("transmitted", transmitted).put("received", received).put("lossPercent", lossPercent());
        return received == 0
                ? summary
                : summary.put("minUs", rounded(minUs))
                        .put("avgUs", rounded(averageUs()))
                        .put("maxUs", rounded(maxUs))
                        .put("mdevUs", rounded(deviationUs()));
    }

    /** {@return microseconds with one decimal, which is the precision of the measurement} */
    static double rounded(double us) {
        return Math.round(us * 10) / 10.0;
    }

    private double lossPercent() {
        return transmitted == 0 ? 0 : rounded(100.0 * (transmitted - received) / transmitted);
    }

    private double averageUs() {
        return sumUs / received;
    }

    private double deviationUs() {
        double average = averageUs();
        return Math.sqrt(Math.max(0, sumOfSquaresUs / received - average * average));
    }
}
