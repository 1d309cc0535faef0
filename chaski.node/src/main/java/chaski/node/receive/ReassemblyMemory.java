package chaski.node.receive;

import chaski.api.protocol.Environment;
import chaski.node.context.CoalescedTask;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of all partly received messages of a node, over all sessions. It is bounded. When the bound is exceeded, sessions are
 * ended one after another until the rest fits: first those that make no progress, the one that holds most first, and then the
 * others in the same order. Parked sessions count.
 *
 * <p>Thread-safe. Sessions are ended on the control loop, possibly late; the memory that is taken until then is bounded too: see
 * {@link Account#take}.
 */
public final class ReassemblyMemory {

    /** A slow or distant sender still sends something within this time. */
    static final long IDLE_NS = 5_000_000_000L;

    private static final Comparator<Holding> MOST_IDLE_LAST =
            Comparator.comparing(Holding::idle).thenComparingLong(Holding::bytes);

    private final Environment environment;
    private final long limit;
    private final CoalescedTask relief;
    private final AtomicLong held = new AtomicLong();
    private final Collection<Account> accounts = ConcurrentHashMap.newKeySet();

    /**
     * Creates an instance that holds nothing.
     *
     * @param environment the clock and the control loop
     * @param limit the bound in bytes
     */
    public ReassemblyMemory(Environment environment, long limit) {
        this.environment = environment;
        this.limit = limit;
        this.relief = new CoalescedTask(environment, this::relieve);
    }

    /** A session that holds part of this memory. */
    public interface Holder {

        /** {@return true if it has no link; on any thread} */
        boolean isParked();

        /**
         * Called when the session has to end because its partly received messages hold more memory than those of any other session;
         * on the control loop.
         */
        void tooMuchUnfinished(long bytes, long limit);
    }

    /**
     * The memory that one session holds. Its methods are called with the lock of the session's arrivals held, the getters on any
     * thread.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the holder of that lock is the only writer
    final class Account implements ReassemblyAccount {

        private final Holder holder;
        private volatile long bytes;
        private volatile long lastNs;

        private Account(Holder holder) {
            this.holder = holder;
        }

        @Override
        public boolean take(long more) {
            if (held.addAndGet(more) > limit) {
                if (held.get() > limit + limit / 4) {
                    held.addAndGet(-more);
                    return false;
                }
                relief.request();
            }
            if (bytes == 0) {
                accounts.add(this);
            }
            bytes = bytes + more;
            return true;
        }

        @Override
        public void progressed() {
            lastNs = now();
        }

        @Override
        public void give(long less) {
            bytes = bytes - less;
            if (bytes == 0) {
                accounts.remove(this);
            }
            held.addAndGet(-less);
        }

        long held() {
            return bytes;
        }

        boolean isIdle() {
            return holder.isParked() || now() - lastNs >= IDLE_NS;
        }
    }

    /** A snapshot of the memory that a session holds; accounts change while they are compared. */
    private record Holding(Holder holder, boolean idle, long bytes) {

        Holding(Account account) {
            this(account.holder, account.isIdle(), account.held());
        }
    }

    public Account open(Holder holder) {
        return new Account(holder);
    }

    /** {@return the number of bytes that are held} */
    public long held() {
        return held.get();
    }

    private void relieve() {
        List<Holding> idleAndLargestFirst = accounts.stream()
                .map(Holding::new)
                .sorted(MOST_IDLE_LAST.reversed())
                .toList();
        for (Holding holding : idleAndLargestFirst) {
            if (held.get() <= limit) {
                return;
            }
            holding.holder.tooMuchUnfinished(holding.bytes, limit);
        }
    }

    private long now() {
        return environment.nanoTime();
    }
}
