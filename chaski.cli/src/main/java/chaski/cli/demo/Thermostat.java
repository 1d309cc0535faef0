package chaski.cli.demo;

import java.util.function.DoubleConsumer;

/** The interface that a node of the demo exports; temperatures are in degrees Celsius. */
public interface Thermostat {

    /** {@return the target temperature} */
    double getTarget();

    /**
     * Sets the target temperature.
     *
     * @param celsius the temperature
     */
    void setTarget(double celsius);

    /**
     * Compares a temperature with the target.
     *
     * @param celsius a temperature
     * @return by how much it is above the target
     */
    double above(double celsius);

    /**
     * Heats from a temperature to the target, a degree a step.
     *
     * @param celsius the initial temperature
     * @param each receives the temperature after each step
     */
    void heat(double celsius, DoubleConsumer each);
}
