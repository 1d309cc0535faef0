package chaski.node.session;

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
final class AssemblyMemory {

    /** A sender that is slow or far away sends something within it. */
    static final long IDLE_NS = 5_000_000_000L;

    private static final Comparator<Account> LEAST_WANTED =
            Comparator.comparing(Account::isIdle).thenComparingLong(Account::held);

    private final Engine engine;
    private final long limit;
    private final CoalescedTask relief;
    private final AtomicLong held = new AtomicLong();
    private final Collection<Account> accounts = ConcurrentHashMap.newKeySet();

    /**
     * Nothing held.
     *
     * @param engine what the sessions share
     * @param limit the bound in bytes
     */
    AssemblyMemory(Engine engine, long limit) {
        this.engine = engine;
        this.limit = limit;
        this.relief = new CoalescedTask(engine.environment(), this::relieve);
    }

    /** What one session holds. Its methods are called with the lock of the session's arrivals held, the getters on any thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // whoever holds that lock is the only one to write
    final class Account {

        private final Session session;
        private volatile long bytes;
        private volatile long lastNs;

        private Account(Session session) {
            this.session = session;
        }

        /** Takes memory for what has just arrived; false when there is none even for the moment. */
        boolean take(long more) {
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

        /** Something more of a message is here. */
        void goesOn() {
            lastNs = now();
        }

        /** Gives memory back. */
        void give(long less) {
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
            return session.life() == Session.Life.PARKED || now() - lastNs >= IDLE_NS;
        }
    }

    Account open(Session session) {
        return new Account(session);
    }

    /** {@return how many bytes are held} */
    long held() {
        return held.get();
    }

    private void relieve() {
        List<Account> worst = accounts.stream().sorted(LEAST_WANTED.reversed()).toList();
        for (Account account : worst) {
            if (held.get() <= limit) {
                return;
            }
            engine.sessions().tooMuchUnfinished(account.session, account.held(), limit);
        }
    }

    private long now() {
        return engine.environment().nanoTime();
    }
}
