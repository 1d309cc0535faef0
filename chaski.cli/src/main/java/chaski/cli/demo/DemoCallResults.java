package chaski.cli.demo;

import java.util.List;

/**
 * The results of the demo's calls.
 *
 * @param above the result of a method, called on a typed proxy
 * @param target an attribute, read after it was written
 * @param steps the values that a callback received
 * @param fahrenheit the results of an attached function for the target, on each node that has it
 */
public record DemoCallResults(double above, double target, List<Double> steps, List<Double> fahrenheit) {

    /** Copies the lists. */
    public DemoCallResults {
        steps = List.copyOf(steps);
        fahrenheit = List.copyOf(fahrenheit);
    }
}
