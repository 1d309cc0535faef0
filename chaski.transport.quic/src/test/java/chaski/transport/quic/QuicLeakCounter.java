package chaski.transport.quic;

import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Collects what Netty's leak detector finds. Netty creates it, for each type that it tracks, because the build names it
 * in the system property {@code io.netty.customResourceLeakDetector}.
 */
public final class QuicLeakCounter<T> extends ResourceLeakDetector<T> {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** For Netty. */
    public QuicLeakCounter(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    /** For Netty. */
    @SuppressWarnings("deprecation") // Netty prefers this constructor if both exist
    public QuicLeakCounter(Class<?> type, int samplingInterval, long maxActive) {
        super(type, samplingInterval, maxActive);
    }

    /** {@return where leaked buffers were last touched, one text each} */
    static Queue<String> leaks() {
        return LEAKS;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        LEAKS.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        LEAKS.add(type);
    }
}
