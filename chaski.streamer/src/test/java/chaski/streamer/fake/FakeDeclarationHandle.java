package chaski.streamer.fake;

import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import java.util.ArrayList;
import java.util.List;

/** A declaration with counted use of its window. Peers apply its withdrawal when the test requires it. */
public final class FakeDeclarationHandle implements DeclarationHandle {

    private final FakeChannel channel;
    private final long version;
    private final Declaration declaration;
    private final List<Wait> waits = new ArrayList<>();
    private final List<Runnable> withdrawals = new ArrayList<>();
    private long used;
    private volatile long withdrawnVersion = Long.MAX_VALUE;

    FakeDeclarationHandle(FakeChannel channel, long version, Declaration declaration) {
        this.channel = channel;
        this.version = version;
        this.declaration = declaration;
    }

    private record Wait(long cost, Runnable callback) {}

    @Override
    public long id() {
        return version;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long withdrawnVersion() {
        return withdrawnVersion;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }

    @Override
    public synchronized boolean tryReserve(long cost) {
        if (used > 0 && used + cost > declaration.windowBytes()) {
            return false;
        }
        used += cost;
        return true;
    }

    @Override
    public void release(long cost) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            used -= cost;
            waits.removeIf(w -> {
                boolean fits = used == 0 || used + w.cost() <= declaration.windowBytes();
                if (fits) {
                    due.add(w.callback());
                }
                return fits;
            });
        }
        due.forEach(Runnable::run);
    }

    @Override
    public Environment.Cancellable whenReservable(long cost, Runnable callback) {
        Wait wait = new Wait(cost, callback);
        synchronized (this) {
            if (used > 0 && used + cost > declaration.windowBytes()) {
                waits.add(wait);
                return () -> cancel(wait);
            }
        }
        callback.run();
        return () -> {};
    }

    private synchronized void cancel(Wait wait) {
        waits.remove(wait);
    }

    /** {@return how much of the window is taken} */
    public synchronized long used() {
        return used;
    }

    @Override
    public void withdraw(Runnable applied) {
        withdrawnVersion = channel.nextVersion();
        withdrawals.add(applied);
        if (channel.appliesAtOnce()) {
            withdrawalApplied();
        }
    }

    /** {@return whether it was withdrawn} */
    public boolean isWithdrawn() {
        return withdrawnVersion != Long.MAX_VALUE;
    }

    /** Every peer has applied the withdrawal. */
    public void withdrawalApplied() {
        List.copyOf(withdrawals).forEach(Runnable::run);
        withdrawals.clear();
    }
}
