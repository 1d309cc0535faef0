package chaski.node.session;

import chaski.api.protocol.Environment;
import chaski.node.liveness.DoubtDetector;
import org.jspecify.annotations.Nullable;

/** What is known of the outage of one session. Confined to the control loop. */
final class OutageState {

    final DoubtDetector doubt = new DoubtDetector();

    /** When the link was lost, or the last byte arrived if it fell silent. */
    long startNs;

    /** True if the other end broke the last link off while an attach was under way. */
    boolean brokenByPeer;

    /** Set before the session ends because the peer's run is over, or its outage was too long to tell. */
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
