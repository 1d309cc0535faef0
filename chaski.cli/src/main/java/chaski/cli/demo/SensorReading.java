package chaski.cli.demo;

/**
 * A message of the demo.
 *
 * @param sensor the sensor
 * @param number counts the readings from 1 on
 * @param celsius the temperature
 */
public record SensorReading(String sensor, long number, double celsius) {

    static SensorReading of(long number) {
        return new SensorReading("roof", number, 20 + Math.sin(number / 1000.0));
    }
}
