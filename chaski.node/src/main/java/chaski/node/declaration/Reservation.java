package chaski.node.declaration;

/**
 * Room in the window of one of this node's own declarations for one message that waits: first a place in the window's queue, then,
 * once it was served, the room itself, which is kept until the message goes out or {@link #cancel} gives it up.
 *
 * <p>Thread-safe; the state is guarded by the pool, which alone changes it.
 */
public final class Reservation implements Claimant {

    private final CreditPool pool;
    private final long cost;
    final Runnable served;
    private volatile boolean held;

    Reservation(CreditPool pool, long cost, Runnable served) {
        this.pool = pool;
        this.cost = cost;
        this.served = served;
    }

    /** {@return whether the room is there, rather than waited for} */
    public boolean isHeld() {
        return held;
    }

    /** Leaves the queue or gives the room back. Without effect the second time. Must not be called after the room was used. */
    public void cancel() {
        pool.cancel(this);
    }

    long cost() {
        return cost;
    }

    void hold(boolean value) {
        held = value;
    }

    @Override
    public long lacking() {
        return cost;
    }

    @Override
    public String toString() {
        return "message of " + cost + (held ? ", admitted" : ", waiting");
    }
}
