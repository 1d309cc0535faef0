package chaski.node.pairing;

import chaski.api.NodeId;
import java.time.Duration;
import java.util.function.Consumer;

/** Decides when this node dials a node that it wants a session with, and when that counts as failed. */
final class PeerDialling {

    /** Many times what a link takes to be made in one place, and short enough for people where the first cannot dial. */
    static final long GRACE_NS = Duration.ofMillis(200).toNanos();

    static final long DOUBT_NS = Duration.ofSeconds(10).toNanos();

    private static final String NO_ENDPOINT = "it tells no endpoint, and has not dialled this node";
    private static final String NO_SESSION = "no session came about within ten seconds";

    private final NodeId self;
    private final PeerSlots places;
    private final ScheduledTasks agenda;
    private final PairingActions actions;
    private final Consumer<Runnable> decided;

    PeerDialling(
            NodeId self, PeerSlots places, ScheduledTasks agenda, PairingActions actions, Consumer<Runnable> decided) {
        this.self = self;
        this.places = places;
        this.agenda = agenda;
        this.actions = actions;
        this.decided = decided;
    }

    void unwant(Pair pair) {
        agenda.remove(ScheduledTasks.Kind.REACH, pair.id);
        agenda.remove(ScheduledTasks.Kind.DOUBT, pair.id);
        places.cancel(pair);
        pair.toldFailed = false;
        if (pair.reaching) {
            pair.reaching = false;
            places.update(pair);
            decided.accept(() -> actions.stopReaching(pair.id));
        }
    }

    void want(Pair pair, long nowNs) {
        if (places.isWaiting(pair)) {
            return;
        }
        agenda.add(ScheduledTasks.Kind.DOUBT, pair.id, nowNs + DOUBT_NS);
        if (pair.reaching || pair.isMute()) {
            return;
        }
        if (self.compareTo(pair.id) < 0) {
            reach(pair);
        } else {
            agenda.add(ScheduledTasks.Kind.REACH, pair.id, nowNs + GRACE_NS);
        }
    }

    void reach(Pair pair) {
        if (pair.reaching || pair.session || !pair.wanted()) {
            return;
        }
        if (places.isFull() && !pair.missed) {
            places.await(pair);
            agenda.remove(ScheduledTasks.Kind.DOUBT, pair.id);
            fail(pair, "the limit of " + places.limit() + " peers is reached (limits.peers)");
            return;
        }
        pair.reaching = true;
        pair.failure = "";
        places.update(pair);
        decided.accept(() -> actions.reach(pair.id));
    }

    /** It waited for a place, and there is one. */
    void admitted(Pair pair, long nowNs) {
        agenda.add(ScheduledTasks.Kind.DOUBT, pair.id, nowNs + DOUBT_NS);
        reach(pair);
    }

    void reached(Pair pair) {
        agenda.remove(ScheduledTasks.Kind.REACH, pair.id);
        agenda.remove(ScheduledTasks.Kind.DOUBT, pair.id);
    }

    /** There should be a session by now; returns whether there should and is not. */
    boolean doubt(Pair pair) {
        if (!pair.wanted() || pair.session) {
            return false;
        }
        String reason = pair.failure.isEmpty() ? NO_SESSION : pair.failure;
        fail(pair, pair.isMute() ? NO_ENDPOINT : reason);
        return true;
    }

    /** It was dialled in vain, and others wait for a place: they have their turn first. */
    void giveUpPlace(Pair pair) {
        if (pair.reaching && !pair.session && !pair.missed && places.isAwaited()) {
            pair.reaching = false;
            places.update(pair);
            places.await(pair);
            decided.accept(() -> actions.stopReaching(pair.id));
        }
    }

    private void fail(Pair pair, String reason) {
        if (!pair.toldFailed) {
            pair.toldFailed = true;
            decided.accept(() -> actions.failed(pair.id, pair.name, reason));
        }
    }
}
