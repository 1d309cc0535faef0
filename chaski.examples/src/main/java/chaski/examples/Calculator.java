package chaski.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntConsumer;

/**
 * An object to be called from other nodes; see {@link RemoteCalculator}, or
 *
 * <pre>{@code
 * bin/chaski serve calc=chaski.examples.Calculator --listen tcp://127.0.0.1:7604
 * bin/chaski call calc add 2 3 --join tcp://127.0.0.1:7604
 * bin/chaski set calc precision 4 --join tcp://127.0.0.1:7604
 * bin/chaski call calc divide 2 3 --join tcp://127.0.0.1:7604
 * }</pre>
 *
 * <p>Several callers use it at the same time, so it is thread-safe.
 */
public final class Calculator {

    private volatile int precision = 2;

    /** A calculator with a precision of two digits. */
    public Calculator() {}

    /**
     * Adds whole numbers.
     *
     * @param a a summand
     * @param b another summand
     * @return their sum
     */
    public int add(int a, int b) {
        return Math.addExact(a, b);
    }

    /**
     * Adds decimal numbers.
     *
     * @param a a summand
     * @param b another summand
     * @return their sum, rounded to the precision
     */
    public double add(double a, double b) {
        return rounded(a + b);
    }

    /**
     * Divides.
     *
     * @param a the dividend
     * @param b the divisor
     * @return the quotient, rounded to the precision
     */
    public double divide(double a, double b) {
        if (b == 0) {
            throw new ArithmeticException("division by zero");
        }
        return rounded(a / b);
    }

    /**
     * Counts down by calling back.
     *
     * @param from the first number
     * @param each receives each number down to one
     */
    public void countDown(int from, IntConsumer each) {
        for (int i = from; i > 0; i--) {
            each.accept(i);
        }
    }

    /** {@return how many digits results have after the point} */
    public int getPrecision() {
        return precision;
    }

    /**
     * Sets how many digits results have after the point.
     *
     * @param digits 0 to 12
     */
    public void setPrecision(int digits) {
        if (digits < 0 || digits > 12) {
            throw new IllegalArgumentException("expected a precision of 0 to 12 digits, got " + digits);
        }
        precision = digits;
    }

    private double rounded(double value) {
        if (!Double.isFinite(value)) {
            return value;
        }
        return BigDecimal.valueOf(value)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
