package chaski.node.pairing;

import chaski.api.NodeId;
import java.time.Duration;
import java.util.function.Consumer;

/** Decides when this node dials a node that it wants a session with, and when that counts as failed. */
final class PeerDialling {

    /** Many times the time to connect within one site, yet hardly noticeable where only the other side can dial. */
    static final long GRACE_NS = Duration.ofMillis(200).toNanos();

    static final long CHECK_NS = Duration.ofSeconds(10).toNanos();

    private static final String NO_ENDPOINT = "it advertises no endpoint, and has not dialled this node";
    private static final String NO_SESSION = "no session was established within ten seconds";

    private final NodeId self;
    private final PeerSlots slots;
    private final ScheduledTasks tasks;
    private final PairingActions actions;
    private final Consumer<Runnable> decisions;

    PeerDialling(
            NodeId self, PeerSlots slots, ScheduledTasks tasks, PairingActions actions, Consumer<Runnable> decisions) {
        this.self = self;
        this.slots = slots;
        this.tasks = tasks;
        this.actions = actions;
        this.decisions = decisions;
    }

    void stop(Pair pair) {
        tasks.remove(ScheduledTasks.Kind.REACH, pair.id);
        tasks.remove(ScheduledTasks.Kind.CHECK, pair.id);
        slots.cancel(pair);
        pair.notifiedFailed = false;
        if (pair.dialling) {
            pair.dialling = false;
            slots.update(pair);
            decisions.accept(() -> actions.stopReaching(pair.id));
        }
    }

    void start(Pair pair, long nowNs) {
        if (slots.isWaiting(pair)) {
            return;
        }
        tasks.add(ScheduledTasks.Kind.CHECK, pair.id, nowNs + CHECK_NS);
        if (pair.dialling || pair.hasNoEndpoint()) {
            return;
        }
        if (self.compareTo(pair.id) < 0) {
            reach(pair);
        } else {
            tasks.add(ScheduledTasks.Kind.REACH, pair.id, nowNs + GRACE_NS);
        }
    }

    void reach(Pair pair) {
        if (pair.dialling || pair.session || !pair.wanted()) {
            return;
        }
        if (slots.isFull() && !pair.expired) {
            slots.await(pair);
            tasks.remove(ScheduledTasks.Kind.CHECK, pair.id);
            fail(pair, "the limit of " + slots.limit() + " peers is reached (limits.peers)");
            return;
        }
        pair.dialling = true;
        pair.failure = "";
        slots.update(pair);
        decisions.accept(() -> actions.reach(pair.id));
    }

    /** A slot has become free for a node that waited for one. */
    void admitted(Pair pair, long nowNs) {
        tasks.add(ScheduledTasks.Kind.CHECK, pair.id, nowNs + CHECK_NS);
        reach(pair);
    }

    void reached(Pair pair) {
        tasks.remove(ScheduledTasks.Kind.REACH, pair.id);
        tasks.remove(ScheduledTasks.Kind.CHECK, pair.id);
    }

    /** Reports a failure if a wanted session is still missing after {@link #CHECK_NS}; returns true if so. */
    boolean checkReached(Pair pair) {
        if (!pair.wanted() || pair.session) {
            return false;
        }
        String reason = pair.failure.isEmpty() ? NO_SESSION : pair.failure;
        fail(pair, pair.hasNoEndpoint() ? NO_ENDPOINT : reason);
        return true;
    }

    /** Releases the slot of a node that was dialled without success, if others wait for one. */
    void releaseSlot(Pair pair) {
        if (pair.dialling && !pair.session && !pair.expired && slots.isAwaited()) {
            pair.dialling = false;
            slots.update(pair);
            slots.await(pair);
            decisions.accept(() -> actions.stopReaching(pair.id));
        }
    }

    private void fail(Pair pair, String reason) {
        if (!pair.notifiedFailed) {
            pair.notifiedFailed = true;
            decisions.accept(() -> actions.failed(pair.id, pair.name, reason));
        }
    }
}
