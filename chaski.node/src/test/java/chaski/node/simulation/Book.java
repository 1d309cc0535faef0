package chaski.node.simulation;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.testkit.history.History;
import chaski.testkit.history.HistoryChecker;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.PublisherId;
import chaski.testkit.history.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes down what happens to messages, and works out which peer an outcome belongs to where the engine tells sums only. */
final class Book {

    private final History history = new History();
    private final Map<PublisherId, TreeMap<Long, Sending>> sendings = new LinkedHashMap<>();
    private final Set<String> deadRuns = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final Consumer<HistoryEvent> log;
    private int unsettled;

    Book(Consumer<HistoryEvent> log) {
        this.log = log;
    }

    void add(HistoryEvent event) {
        log.accept(event);
        history.add(event);
    }

    void died(String run) {
        deadRuns.add(run);
        add(new HistoryEvent.NodeDied(run));
    }

    /** A message was accepted for these subscriptions; returns what takes the receipt. */
    void sent(Sending sending, Map<NodeId, Set<String>> subscriptions) {
        sendings.computeIfAbsent(sending.publisher, p -> new TreeMap<>()).put(sending.sequence, sending);
        unsettled++;
        sending.legs.forEach((peer, leg) ->
                add(new HistoryEvent.Sent(sending.publisher, sending.sequence, leg.session, subscriptions.get(peer))));
    }

    void settled(Sending sending, int acknowledged, int lost) {
        if (sending.isSettled()) {
            faults.add(sending + " was settled twice");
            return;
        }
        unsettled--;
        sending.settled(acknowledged, lost);
        if (lost == 0) {
            sending.legs.values().forEach(l -> acknowledged(sending, l));
        }
    }

    private void acknowledged(Sending sending, Sending.Leg leg) {
        add(new HistoryEvent.Acknowledged(sending.publisher, sending.sequence, leg.session));
    }

    /** A node reported a loss; {@code exact} when its peer told it what it had received. */
    void lost(String run, NodeId peer, List<NodeEvent.LostRange> ranges, boolean exact) {
        for (NodeEvent.LostRange range : ranges) {
            PublisherId publisher = new PublisherId(run, range.publisher());
            TreeMap<Long, Sending> all = sendings.getOrDefault(publisher, new TreeMap<>());
            Sending first = all.get(range.first());
            Sending.Leg leg = first == null ? null : first.legs.get(peer);
            if (leg == null) {
                faults.add("messages from " + range.first() + " of " + publisher
                        + " were reported lost, but not sent to " + peer.shortForm());
                continue;
            }
            for (Sending sending :
                    all.subMap(range.first(), true, range.last(), true).values()) {
                Sending.Leg other = sending.legs.get(peer);
                if (other != null && other.session.equals(leg.session)) {
                    other.lost = true;
                }
            }
            add(new HistoryEvent.Lost(leg.session, publisher, range.first(), range.last(), range.count(), exact));
        }
    }

    /** How many messages of living nodes have no receipt yet. */
    boolean hasUnsettled() {
        return unsettled > 0
                && sendings.entrySet().stream()
                        .filter(e -> !deadRuns.contains(e.getKey().node()))
                        .flatMap(e -> e.getValue().values().stream())
                        .anyMatch(s -> !s.isSettled());
    }

    long messages() {
        return sendings.values().stream().mapToLong(Map::size).sum();
    }

    int events() {
        return history.events().size();
    }

    /** Closes the book. */
    Verdict verdict() {
        sendings.forEach((publisher, all) -> {
            if (!deadRuns.contains(publisher.node())) {
                all.values().forEach(this::close);
            }
        });
        return HistoryChecker.ofOneWorld().allSettled().check(history.events());
    }

    private void close(Sending sending) {
        String fault = sending.fault();
        if (!fault.isEmpty()) {
            faults.add(fault);
        } else if (sending.isMixed()) {
            sending.legs.values().stream().filter(l -> !l.lost).forEach(l -> acknowledged(sending, l));
        }
    }

    List<String> faults() {
        return faults;
    }
}
