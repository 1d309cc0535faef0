package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Delivered;
import chaski.testkit.history.HistoryEvent.Disturbed;
import chaski.testkit.history.HistoryEvent.NodeDied;
import chaski.testkit.history.HistoryEvent.Proceeded;
import chaski.testkit.history.HistoryEvent.Refused;
import chaski.testkit.history.HistoryEvent.Sent;
import chaski.testkit.history.HistoryEvent.SessionEnded;
import chaski.testkit.history.HistoryEvent.SubscriptionClosed;
import chaski.testkit.history.HistoryEvent.SubscriptionOpened;
import chaski.testkit.history.HistoryEvent.Time;
import chaski.testkit.history.HistoryEvent.Undisturbed;
import chaski.testkit.history.HistoryEvent.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that messages arrive and publishers proceed within a bound while nothing disturbs. */
final class ProgressChecker {

    private final ViolationCollector findings;
    private final long boundNs;
    private final Set<String> disturbances = new HashSet<>();
    private final Map<String, String> nodes = new HashMap<>();
    private final Set<String> closed = new HashSet<>();

    /** Both in the order of their times, oldest first. */
    private final Map<Due, Accepted> undelivered = new LinkedHashMap<>();

    private final Map<PublisherId, Long> waiting = new LinkedHashMap<>();
    private final Map<PublisherId, Refusals> refusals = new HashMap<>();
    private final Set<PublisherId> reported = new HashSet<>();
    private long nowNs;
    private long undisturbedSinceNs;

    ProgressChecker(Duration bound, ViolationCollector findings) {
        this.boundNs = bound.toNanos();
        this.findings = findings;
    }

    /** A message that a subscription is to get. */
    private record Due(String subscription, PublisherId publisher, long sequence) {

        boolean concerns(@Nullable String subscriberNode, String node) {
            return publisher.node().equals(node) || node.equals(subscriberNode);
        }
    }

    private record Accepted(long atNs, String session) {}

    /** The times of the first and the last refusal of a publisher since its last accepted message. */
    private record Refusals(long firstNs, long lastNs) {}

    void apply(HistoryEvent event) {
        if (event instanceof Time time) {
            pass(time.now().toNanos());
        } else if (event instanceof Disturbed disturbed) {
            disturbances.add(disturbed.cause());
        } else if (event instanceof Undisturbed undisturbed) {
            if (disturbances.remove(undisturbed.cause()) && disturbances.isEmpty()) {
                undisturbedSinceNs = nowNs;
            }
        } else if (event instanceof Waiting wait) {
            waiting.putIfAbsent(wait.publisher(), nowNs);
            refused(wait.publisher());
        } else if (event instanceof Refused refused) {
            refused(refused.publisher());
        } else if (event instanceof Proceeded proceeded) {
            proceed(proceeded.publisher());
        } else {
            applyToMessages(event);
        }
    }

    private void applyToMessages(HistoryEvent event) {
        if (event instanceof SubscriptionOpened opened) {
            nodes.put(opened.subscription(), opened.node());
        } else if (event instanceof Sent sent) {
            refusals.remove(sent.publisher());
            sent.subscriptions().stream()
                    .filter(s -> !closed.contains(s)) // which the publisher's node does not know yet
                    .forEach(s -> undelivered.put(
                            new Due(s, sent.publisher(), sent.sequence()), new Accepted(nowNs, sent.session())));
        } else if (event instanceof Delivered delivered) {
            undelivered.remove(new Due(delivered.subscription(), delivered.publisher(), delivered.sequence()));
        } else if (event instanceof SubscriptionClosed end) {
            closed.add(end.subscription());
            undelivered.keySet().removeIf(d -> d.subscription().equals(end.subscription()));
        } else if (event instanceof SessionEnded ended) {
            undelivered.values().removeIf(a -> a.session().equals(ended.session()));
        } else if (event instanceof NodeDied died) {
            undelivered.keySet().removeIf(d -> d.concerns(nodes.get(d.subscription()), died.node()));
            waiting.keySet().removeIf(p -> p.node().equals(died.node()));
        }
    }

    /** {@return whether nothing has disturbed for at least the bound} */
    boolean isCalm() {
        return disturbances.isEmpty() && nowNs - undisturbedSinceNs > boundNs;
    }

    /** {@return for how long some publisher of a node has waited, or was refused in a row; negative if none was} */
    Duration waitOf(String node) {
        long longestNs = -1;
        for (Map.Entry<PublisherId, Refusals> each : refusals.entrySet()) {
            if (each.getKey().node().equals(node)) {
                long untilNs = waiting.containsKey(each.getKey())
                        ? nowNs
                        : each.getValue().lastNs();
                longestNs = Math.max(longestNs, untilNs - each.getValue().firstNs());
            }
        }
        return Duration.ofNanos(longestNs);
    }

    private void refused(PublisherId publisher) {
        refusals.merge(publisher, new Refusals(nowNs, nowNs), (before, now) -> new Refusals(before.firstNs(), nowNs));
    }

    private void proceed(PublisherId publisher) {
        if (waiting.remove(publisher) != null && refusals.containsKey(publisher)) {
            refused(publisher); // it waited until now
        }
        reported.remove(publisher);
    }

    private void pass(long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
        if (!isCalm()) {
            return;
        }
        Iterator<Map.Entry<Due, Accepted>> due = undelivered.entrySet().iterator();
        while (due.hasNext()) {
            Map.Entry<Due, Accepted> next = due.next();
            if (nowNs - next.getValue().atNs() <= boundNs) {
                break;
            }
            due.remove();
            findings.add(
                    HistoryViolation.Kind.DELIVERED_LATE,
                    "message " + next.getKey().sequence() + " of "
                            + next.getKey().publisher()
                            + " was accepted at "
                            + Duration.ofNanos(next.getValue().atNs()) + " and not delivered to subscription "
                            + next.getKey().subscription() + " by " + Duration.ofNanos(nowNs));
        }
        waiting.forEach((publisher, sinceNs) -> {
            if (nowNs - sinceNs > boundNs && reported.add(publisher)) {
                findings.add(
                        HistoryViolation.Kind.WAITED_TOO_LONG,
                        "publisher " + publisher + " has waited from " + Duration.ofNanos(sinceNs) + " to "
                                + Duration.ofNanos(nowNs));
            }
        });
    }
}
