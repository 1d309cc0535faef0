package chaski.testkit.history;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Records the history of a world of nodes, and determines the peer of an outcome if a receipt has only sums.
 *
 * <p>Not thread-safe: for simulations, which have one thread.
 */
public final class HistoryRecorder {

    private final History history = new History();
    private final Map<PublisherId, TreeMap<Long, SentMessage>> sent = new LinkedHashMap<>();
    private final Set<String> deadRuns = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final Consumer<HistoryEvent> log;
    private final Supplier<Duration> clock;
    private Duration time = Duration.ZERO;
    private int unsettled;

    /**
     * An empty history without times.
     *
     * @param log called with each event that is {@linkplain #add added}
     */
    public HistoryRecorder(Consumer<HistoryEvent> log) {
        this(log, () -> Duration.ZERO);
    }

    /**
     * An empty history.
     *
     * @param log called with each event that is {@linkplain #add added}
     * @param clock the current time; its changes are recorded before the event
     */
    public HistoryRecorder(Consumer<HistoryEvent> log, Supplier<Duration> clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Adds an event.
     *
     * @param event what happened
     */
    public void add(HistoryEvent event) {
        log.accept(event);
        recordTime();
        history.add(event);
    }

    /** Records the current time, to show that time passes without other events. */
    public void recordTime() {
        Duration now = clock.get();
        if (!now.equals(time)) {
            time = now;
            history.add(new HistoryEvent.Time(now));
        }
    }

    /**
     * A run of a node was killed.
     *
     * @param run the run
     */
    public void died(String run) {
        deadRuns.add(run);
        add(new HistoryEvent.NodeDied(run));
    }

    /**
     * A message was accepted.
     *
     * @param message the message with its receivers, at least one
     */
    public void sent(SentMessage message) {
        sent.computeIfAbsent(message.publisher(), p -> new TreeMap<>()).put(message.sequence(), message);
        unsettled += message.isSettled() ? 0 : 1;
        message.record(this::add);
    }

    /**
     * A receipt arrived.
     *
     * @param message the message
     * @param acknowledged how many peers acknowledged it
     * @param lost how many sessions ended before they did
     */
    public void settled(SentMessage message, int acknowledged, int lost) {
        if (message.isReported()) {
            faults.add(message + " was settled twice");
            return;
        }
        unsettled--;
        message.settled(acknowledged, lost);
        if (lost == 0) {
            message.acknowledge(this::add, true);
        }
    }

    /**
     * A node reported a loss.
     *
     * @param run the run of the node
     * @param peer the peer
     * @param ranges what was lost
     * @param exact true if the peer reported what it had received
     */
    public void lost(String run, NodeId peer, List<NodeEvent.LostRange> ranges, boolean exact) {
        for (NodeEvent.LostRange range : ranges) {
            PublisherId publisher = new PublisherId(run, range.publisher());
            TreeMap<Long, SentMessage> all = sent.getOrDefault(publisher, new TreeMap<>());
            SentMessage first = all.get(range.first());
            String session = first == null ? "" : first.sessionOf(peer);
            if (session.isEmpty()) {
                faults.add("messages from " + range.first() + " of " + publisher
                        + " were reported lost, but not sent to " + peer.shortForm());
                continue;
            }
            all.subMap(range.first(), true, range.last(), true).values().forEach(m -> m.lostIn(peer, session));
            add(new HistoryEvent.Lost(session, publisher, range.first(), range.last(), range.count(), exact));
        }
    }

    /** {@return whether receipts of living nodes are missing} */
    public boolean hasUnsettled() {
        return unsettled > 0
                && sent.entrySet().stream()
                        .filter(e -> !deadRuns.contains(e.getKey().node()))
                        .flatMap(e -> e.getValue().values().stream())
                        .anyMatch(m -> !m.isSettled());
    }

    /** {@return how many messages were accepted for some peer} */
    public long messages() {
        return sent.values().stream().mapToLong(Map::size).sum();
    }

    /** {@return how many events were recorded} */
    public int events() {
        return history.events().size();
    }

    /**
     * Completes the history and checks it.
     *
     * @param checker the checker
     * @return what it found
     */
    public HistoryVerdict verdict(HistoryChecker checker) {
        sent.forEach((publisher, all) -> {
            if (!deadRuns.contains(publisher.node())) {
                all.values().forEach(this::close);
            }
        });
        return checker.check(history.events());
    }

    private void close(SentMessage message) {
        String fault = message.fault();
        if (!fault.isEmpty()) {
            faults.add(fault);
        } else if (message.isOpen()) {
            message.acknowledge(this::add, false);
        }
    }

    /** {@return the errors in receipts and loss reports} */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
