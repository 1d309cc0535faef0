package chaski.cli.demo;

import java.util.function.DoubleConsumer;

/** What a node of the demo lets the others call; temperatures are in degrees Celsius. */
public interface Thermostat {

    /** {@return the temperature that is wanted} */
    double getTarget();

    /**
     * Wants another temperature.
     *
     * @param celsius which
     */
    void setTarget(double celsius);

    /**
     * Compares.
     *
     * @param celsius a temperature
     * @return how much it is above the target
     */
    double above(double celsius);

    /**
     * Heats from a temperature to the target, a degree a step.
     *
     * @param celsius where it begins
     * @param each receives the temperature after each step
     */
    void heat(double celsius, DoubleConsumer each);
}
