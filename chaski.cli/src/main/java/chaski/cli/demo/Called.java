package chaski.cli.demo;

import java.util.List;

/**
 * What came of the demo's calls.
 *
 * @param above result of a method, called on a typed proxy
 * @param target an attribute, read back after it was written
 * @param steps what a callback was told
 * @param fahrenheit what an attached function made of the target, on each node that has it
 */
public record Called(double above, double target, List<Double> steps, List<Double> fahrenheit) {

    /** Copies the lists. */
    public Called {
        steps = List.copyOf(steps);
        fahrenheit = List.copyOf(fahrenheit);
    }
}
