package chaski.node.session;

import chaski.api.protocol.Environment;
import chaski.node.liveness.DoubtDetector;
import org.jspecify.annotations.Nullable;

/** The state of an outage of one session. Confined to the control loop. */
final class OutageState {

    final DoubtDetector doubt = new DoubtDetector();

    /** The time at which the link was lost, or at which the last byte arrived if the link fell silent. */
    long startNs;

    /** True if the other end broke off the last link while an attach was under way. */
    boolean brokenByPeer;

    /**
     * True if the session ends because the peer's run has ended, or after an outage so long that this cannot be
     * determined. Set before the end.
     */
    boolean peerLost;

    private Environment.@Nullable Cancellable timer;

    /** Replaces the task that is scheduled for this session. */
    void schedule(Environment environment, long delayNs, Runnable task) {
        cancel();
        timer = environment.schedule(delayNs, () -> {
            timer = null;
            task.run();
        });
    }

    void cancel() {
        Environment.Cancellable scheduled = timer;
        if (scheduled != null) {
            scheduled.cancel();
            timer = null;
        }
    }
}
