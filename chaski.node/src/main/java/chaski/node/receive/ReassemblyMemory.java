package chaski.node.receive;

import chaski.api.protocol.Environment;
import chaski.node.context.CoalescedTask;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of all messages of a node that have arrived in part, over all sessions. It is bounded: beyond the bound the session that holds
 * most without going on is ended, one after another until the rest fits; if all go on, the one that holds most. Parked sessions count.
 *
 * <p>Thread-safe. Sessions are ended on the control loop, which may be late; what comes until then has a bound, too: see {@link Account#take}.
 */
public final class ReassemblyMemory {

    /** A sender that is slow or far away sends something within it. */
    static final long IDLE_NS = 5_000_000_000L;

    private static final Comparator<Holding> MOST_IDLE_LAST =
            Comparator.comparing(Holding::idle).thenComparingLong(Holding::bytes);

    private final Environment environment;
    private final long limit;
    private final CoalescedTask relief;
    private final AtomicLong held = new AtomicLong();
    private final Collection<Account> accounts = ConcurrentHashMap.newKeySet();

    /**
     * Nothing held.
     *
     * @param environment the clock and the control loop
     * @param limit the bound in bytes
     */
    public ReassemblyMemory(Environment environment, long limit) {
        this.environment = environment;
        this.limit = limit;
        this.relief = new CoalescedTask(environment, this::relieve);
    }

    /** A session that holds some of it. */
    public interface Holder {

        /** {@return true if it has no link; on any thread} */
        boolean isParked();

        /** The session has to end, because it holds more of what has arrived in part than anybody else; on the control loop. */
        void tooMuchUnfinished(long bytes, long limit);
    }

    /** What one session holds. Its methods are called with the lock of the session's arrivals held, the getters on any thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // whoever holds that lock is the only one to write
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

    /** What a session held when it was looked at; accounts change while they are compared. */
    private record Holding(Holder holder, boolean idle, long bytes) {

        Holding(Account account) {
            this(account.holder, account.isIdle(), account.held());
        }
    }

    public Account open(Holder holder) {
        return new Account(holder);
    }

    /** {@return how many bytes are held} */
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
