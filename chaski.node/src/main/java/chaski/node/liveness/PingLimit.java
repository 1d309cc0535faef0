package chaski.node.liveness;

import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;

/**
 * Limits PINGs: a burst of ten and one more each 200 ms. A peer that exceeds that twice is disconnected. Confined to
 * one I/O thread.
 */
public final class PingLimit {

    private static final long SPACING_NS = 200_000_000L;
    private static final int BURST = 10;
    private static final int STRIKES = 2;

    private final Environment environment;
    private long dueNs;
    private boolean any;
    private int strikes;

    public PingLimit(Environment environment) {
        this.environment = environment;
    }

    public void check() {
        long now = environment.nanoTime();
        if (!any || dueNs - now < 0) {
            dueNs = now;
            any = true;
        }
        dueNs += SPACING_NS;
        if (dueNs - now > (BURST + 1) * SPACING_NS) {
            dueNs -= SPACING_NS;
            strikes++;
            if (strikes > STRIKES) {
                throw new ProtocolException("expected PINGs at least 200 ms apart after a burst of 10, got more");
            }
        }
    }
}
