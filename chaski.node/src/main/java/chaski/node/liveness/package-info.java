/**
 * How far away a peer is, and whether it is still there.
 *
 * <p>{@link chaski.node.liveness.RttEstimator} turns measured round trips into what a user reads.
 * {@link chaski.node.liveness.FailureDetector} turns silence into opinions: alive, suspect, down. It says when a PING is due and
 * when it wants to be asked again; the control loop asks it, sends the PINGs and acts on its
 * {@link chaski.node.liveness.Transition}s.
 *
 * <p>Nothing here owns a clock: times are nanoseconds of a monotonic clock, given by the caller, and only their differences
 * mean something. Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.liveness;

import org.jspecify.annotations.NullMarked;
