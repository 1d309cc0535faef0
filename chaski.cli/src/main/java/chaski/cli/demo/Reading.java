package chaski.cli.demo;

/**
 * What the demo streams.
 *
 * @param sensor where it was measured
 * @param number counts the readings from 1 on
 * @param celsius the temperature
 */
public record Reading(String sensor, long number, double celsius) {

    static Reading of(long number) {
        return new Reading("roof", number, 20 + Math.sin(number / 1000.0));
    }
}
