package chaski.node.context;

/**
 * A part of the engine that has work to do at certain times. A {@link DeadlineTimer} asks it for the next time after every task of
 * the control loop, so the part needs to notify nothing when that time changes. Confined to the control loop.
 */
public interface TimerSource {

    /**
     * Returns when {@link #tick} is due. Called after every task of the control loop, so it must be cheap.
     *
     * @param nowNs now, by the monotonic clock
     * @return the time; {@link #tick} may be called earlier
     */
    long deadlineNs(long nowNs);

    /**
     * Performs everything that is due, if anything is.
     *
     * @param nowNs now, by the monotonic clock
     */
    void tick(long nowNs);
}
