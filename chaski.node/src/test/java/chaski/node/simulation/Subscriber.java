package chaski.node.simulation;

import chaski.api.TopicPattern;
import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.PublisherId;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/** A subscription with its queue and a consumer that is fast, slow, or stopped. */
final class Subscriber {

    private static final long NS_PER_MS = 1_000_000;

    private final Member member;
    private final RandomGenerator chance;
    private final DeclarationHandle declared;
    private final String name;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private State state = State.OPEN;
    private long queuedCost;
    private long paceNs;
    private boolean consuming;

    Subscriber(Member member, RandomGenerator chance, TopicPattern pattern, long windowBytes) {
        this.member = member;
        this.chance = chance;
        this.declared = member.declare(pattern, windowBytes);
        this.name = name(member.run(), declared.id());
        this.paceNs = chance.nextInt(3) == 0 ? 0 : chance.nextLong(60 * NS_PER_MS);
        member.world().book().add(new HistoryEvent.SubscriptionOpened(name, member.run()));
    }

    /** A message in the queue, with the callback that releases its room. */
    private record Waiting(Runnable taken, long cost) {}

    private enum State {
        OPEN,
        DRAINING,
        CLOSED
    }

    static String name(String run, long declaration) {
        return run + "/" + declaration;
    }

    TopicPattern pattern() {
        return declared.declaration().pattern();
    }

    DeclarationHandle declared() {
        return declared;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean receivesAt(long applied) {
        return declared.version() <= applied && applied < declared.withdrawnVersion();
    }

    /** Takes a message; false if it came too late. */
    boolean deliver(PublisherId publisher, long sequence, Credit credit, long cost) {
        if (state == State.CLOSED) {
            return false;
        }
        if (!credit.received(cost)) {
            member.problem(publisher + " sent message " + sequence + " to " + name + " without credit");
        }
        member.world().book().add(new HistoryEvent.Delivered(name, publisher, sequence));
        queue(new Waiting(() -> credit.taken(cost), cost));
        return true;
    }

    /** Takes a message of the same member, whose room was taken when it was offered. */
    void deliverOwn(long cost) {
        queue(new Waiting(() -> declared.release(cost), cost));
    }

    private void queue(Waiting next) {
        queue.add(next);
        queuedCost += next.cost();
        consumeLater();
    }

    long queuedCost() {
        return queuedCost;
    }

    int queued() {
        return queue.size();
    }

    /** Sets how long it takes for each message from now on. */
    void pace(long eachNs) {
        paceNs = eachNs;
        consumeLater();
    }

    private void consumeLater() {
        if (!consuming && !queue.isEmpty()) {
            consuming = true;
            member.environment().schedule(paceNs == 0 ? 0 : chance.nextLong(2 * paceNs), this::consume);
        }
    }

    private void consume() {
        consuming = false;
        int count = paceNs == 0 ? 1 + chance.nextInt(20) : 1;
        for (int i = 0; i < count && !queue.isEmpty(); i++) {
            takeOne();
        }
        consumeLater();
    }

    private void takeOne() {
        Waiting next = queue.remove();
        queuedCost -= next.cost();
        next.taken().run();
    }

    /** Ends immediately; waiting messages are discarded. */
    void close() {
        if (state == State.CLOSED) {
            return;
        }
        boolean withdrawn = state == State.DRAINING;
        closed();
        while (!queue.isEmpty()) {
            takeOne();
        }
        if (!withdrawn) {
            declared.withdraw(() -> {});
        }
    }

    /** Ends once no publisher sends to it any more. */
    void drain() {
        if (state == State.OPEN) {
            state = State.DRAINING;
            declared.withdraw(() -> {
                if (state == State.DRAINING) {
                    closed();
                }
            });
        }
    }

    private void closed() {
        state = State.CLOSED;
        member.world().book().add(new HistoryEvent.SubscriptionClosed(name));
    }

    @Override
    public String toString() {
        return name + " (" + pattern() + ", " + state + ", window "
                + declared.declaration().windowBytes() + ", " + queue.size() + " waiting)";
    }
}
