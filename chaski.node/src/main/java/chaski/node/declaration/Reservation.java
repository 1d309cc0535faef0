package chaski.node.declaration;

import java.util.function.Consumer;

/**
 * Room in the window of one of this node's own declarations for one waiting message: first a place in the window's queue, then
 * the room itself, which is held until the message is sent or {@link #cancel} releases it.
 *
 * <p>Thread-safe; the state is guarded by the pool, which alone changes it.
 */
public final class Reservation implements Claimant {

    private final Consumer<Reservation> whenCancelled;
    private final long cost;
    final Runnable served;
    private volatile boolean held;

    Reservation(Consumer<Reservation> whenCancelled, long cost, Runnable served) {
        this.whenCancelled = whenCancelled;
        this.cost = cost;
        this.served = served;
    }

    /** {@return true once the room is held} */
    public boolean isHeld() {
        return held;
    }

    /** Leaves the queue, or releases the room. Idempotent. Must not be called after the room was used. */
    public void cancel() {
        whenCancelled.accept(this);
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
