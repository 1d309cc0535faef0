package chaski.node.send;

import java.util.concurrent.atomic.AtomicInteger;

/** Waits until the outcome of a message, or of everything sent so far, is known for every peer. Thread-safe. */
public final class AckCountdown {

    private final AtomicInteger open;
    private final AtomicInteger lost = new AtomicInteger();
    private final int legs;
    private final Outcome outcome;

    public AckCountdown(int legs, Outcome outcome) {
        this.legs = legs;
        this.open = new AtomicInteger(legs);
        this.outcome = outcome;
    }

    /** Receives the outcome. Called once, without a lock. */
    @FunctionalInterface
    public interface Outcome {
        void settled(int acknowledged, int lost);
    }

    void acknowledged() {
        if (open.decrementAndGet() == 0) {
            outcome.settled(legs - lost.get(), lost.get());
        }
    }

    void lost() {
        lost.incrementAndGet();
        acknowledged();
    }
}
