package chaski.node.simulation;

import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.node.session.Session;
import chaski.node.session.SessionProbe;
import chaski.testkit.history.PublisherId;
import chaski.testkit.history.SentMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A publisher, which offers, waits in the queue as a blocking publish does, or requests a callback. */
final class Speaker implements RouteListener {

    private static final long NS_PER_MS = 1_000_000;

    private final Member member;
    private final RandomGenerator chance;
    private final Topic topic;
    private final Route route;
    private final PublisherId id;
    private final long meanPauseNs;
    private long sequence;
    private int burstLeft;
    private boolean quiet;
    private @Nullable Pending pending;

    Speaker(Member member, RandomGenerator chance, Topic topic) {
        this.member = member;
        this.chance = chance;
        this.topic = topic;
        this.route = member.route(topic, this);
        this.id = new PublisherId(member.run(), route.number());
        this.meanPauseNs = (10 + chance.nextLong(200)) * NS_PER_MS;
        pause();
    }

    /** A message that is to be sent, however long it takes, or until its time is over. */
    private final class Pending {
        private final int bytes;
        private final Route.@Nullable Waiter place;
        private Environment.Cancellable call = () -> {};
        private Environment.Cancellable timeout = () -> {};
        private boolean retryPlanned;

        Pending(int bytes, boolean inLine) {
            this.bytes = bytes;
            this.place = inLine ? route.enter(this::retrySoon) : null;
        }

        /** As another thread would: not within the call that wakes it. */
        void retrySoon() {
            if (!retryPlanned) {
                retryPlanned = true;
                member.environment().start("publisher", this::retry);
            }
        }

        void retry() {
            retryPlanned = false;
            if (pending != this) {
                return;
            }
            if (give(bytes, place)) {
                over();
                speak();
            } else if (place == null) {
                call = route.whenWritable(this::retrySoon);
            }
        }

        void over() {
            pending = null;
            call.cancel();
            timeout.cancel();
            if (place != null) {
                place.close();
            }
        }

        void giveUp() {
            if (pending == this) {
                over();
                pause();
            }
        }
    }

    private void pause() {
        if (!quiet) {
            long pauseNs = (long) (chance.nextExponential() * meanPauseNs);
            member.environment().schedule(pauseNs, () -> {
                burstLeft = 1 + chance.nextInt(chance.nextInt(4) == 0 ? 30 : 6);
                speak();
            });
        }
    }

    private void speak() {
        while (burstLeft > 0 && pending == null && !quiet) {
            burstLeft--;
            int bytes = size();
            if (!give(bytes, null)) {
                insist(bytes);
            }
        }
        if (pending == null) {
            pause();
        }
    }

    /**
     * What to do when the publisher is blocked: give up, wait in the queue forever or for some time, or request a
     * callback.
     */
    private void insist(int bytes) {
        int how = chance.nextInt(8);
        if (how < 1) {
            return;
        }
        Pending next = new Pending(bytes, how < 7);
        pending = next;
        if (how == 6) {
            next.timeout = member.environment().schedule(chance.nextLong(3000 * NS_PER_MS), next::giveUp);
        }
        next.retrySoon();
    }

    private int size() {
        int most = member.largestBody();
        int drawn = chance.nextInt(100);
        int bytes;
        if (drawn < 40 || member.world().hasSpentItsBytes()) {
            bytes = chance.nextInt(300);
        } else if (drawn < 70) {
            bytes = chance.nextInt(4_000);
        } else if (drawn < 86) {
            bytes = chance.nextInt(30_000);
        } else if (drawn < 92) {
            bytes = 65_536 - Body.HEAD_BYTES - 20 + chance.nextInt(40);
        } else {
            bytes = chance.nextInt(most);
        }
        return Math.min(bytes, most);
    }

    /** Offers the next message; false if the publisher is blocked. */
    private boolean give(int bytes, Route.@Nullable Waiter place) {
        long next = sequence + 1;
        Map<Session, List<Long>> targets = SessionProbe.targets(member.engine(), World.CHANNEL, topic);
        SentMessage sending = new SentMessage(id, next, true);
        int expected = 0;
        for (Map.Entry<Session, List<Long>> target : targets.entrySet()) {
            Session session = target.getKey();
            sending.add(
                    session.peer(),
                    SessionProbe.name(session),
                    target.getValue().stream()
                            .map(n -> Subscriber.name(member.world().runOf(session), n))
                            .collect(Collectors.toSet()));
            expected += target.getValue().size();
        }
        ByteBuffer body = Body.body(id.toString(), next, bytes);
        List<Subscriber> own = ownSubscribers();
        int matched;
        try {
            matched = route.offer(
                    next,
                    Body.head(next, bytes),
                    body,
                    own.stream().map(Subscriber::declared).toList(),
                    expected == 0 ? null : (acknowledged, lost) -> member.settled(sending, acknowledged, lost),
                    place);
        } catch (LimitException e) {
            return true; // too large for so many peers: no peer has it, as the checker will confirm
        }
        if (matched == Route.BLOCKED) {
            noteStall(targets, bytes);
            return false;
        }
        own.forEach(s -> s.deliverOwn(Route.cost(Body.HEAD_BYTES + (long) bytes)));
        member.world().coverage().add(Seen.OWN_MESSAGE, own.size());
        if (matched != expected) {
            member.problem(
                    "message " + next + " of " + id + " went to " + matched + " subscriptions instead of " + expected);
        }
        sequence = next;
        if (expected > 0) {
            member.world().book().sent(sending);
            member.world().spent(bytes);
        }
        return true;
    }

    /** Those of the same member that match, in the order of their ids. */
    private List<Subscriber> ownSubscribers() {
        return member.world().hasOwnSubscriptions()
                ? member.openSubscribers().stream()
                        .filter(s -> s.pattern().matches(topic))
                        .toList()
                : List.of();
    }

    private void noteStall(Map<Session, List<Long>> targets, int bytes) {
        if (SessionProbe.lacksCredit(member.engine(), World.CHANNEL, topic)) {
            member.world().coverage().add(Seen.CREDIT_STALL);
        }
        if (targets.keySet().stream().anyMatch(s -> SessionProbe.isFull(s, bytes, member.logBytes()))) {
            member.world().coverage().add(Seen.FULL_RING);
        }
    }

    /**
     * Publishes nothing new from now on; messages that wait in the queue must still be sent. A requested callback has
     * no place in the queue.
     */
    void hush() {
        quiet = true;
        burstLeft = 0;
        Pending now = pending;
        if (now != null && now.place == null) {
            now.over();
        }
    }

    /** Cancels what waits, as an interrupt does, and closes. */
    void close() {
        hush();
        Pending now = pending;
        if (now != null) {
            now.over();
        }
        route.close();
    }

    /** Publishes one more message, which has to reach this many subscriptions. */
    void lastWord(int expected) {
        if (route.matched() != expected) {
            member.problem(id + " on " + topic + " reaches " + route.matched() + " subscriptions in the end instead of "
                    + expected);
        }
        if (pending == null) {
            Pending next = new Pending(100, true);
            pending = next;
            next.retrySoon();
        }
    }

    Topic topic() {
        return topic;
    }

    boolean isWaiting() {
        return pending != null;
    }

    long sent() {
        return route.sent();
    }

    @Override
    public String toString() {
        Pending now = pending;
        return id + " on " + topic + (now == null ? "" : " waits with " + now.bytes + " bytes");
    }
}
