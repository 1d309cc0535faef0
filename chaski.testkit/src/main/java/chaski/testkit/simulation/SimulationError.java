package chaski.testkit.simulation;

/**
 * A simulated world failed: a task threw, a rule of the testkit was violated, or something did not happen in time. The
 * message gives the seed, the virtual time and the place.
 */
public class SimulationError extends AssertionError {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the error.
     *
     * @param message what was expected, what happened, where and when
     */
    public SimulationError(String message) {
        super(message);
    }

    /**
     * Makes the error.
     *
     * @param message what was expected, what happened, where and when
     * @param cause the cause
     */
    public SimulationError(String message, Throwable cause) {
        super(message, cause);
    }
}
