/**
 * Measures the distance of a peer, and detects its failure.
 *
 * <p>{@link chaski.node.liveness.RttEstimator} summarizes measured round trips. {@link
 * chaski.node.liveness.FailureDetector} turns silence into opinions: alive, suspect, down. It knows when a PING is due
 * and when it must be evaluated again; the control loop evaluates it, sends the PINGs and acts on its {@link
 * chaski.node.liveness.Transition}s.
 *
 * <p>No class here owns a clock: times are nanoseconds of a monotonic clock, given by the caller, and only their
 * differences have a meaning. Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.liveness;

import org.jspecify.annotations.NullMarked;
