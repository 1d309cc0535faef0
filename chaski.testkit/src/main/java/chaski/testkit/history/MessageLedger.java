package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Sent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records everything that was sent, indexed by session and by subscription. */
final class MessageLedger {

    private final ViolationCollector findings;
    private final Map<Route, NavigableMap<Long, HistoryMessage>> byRoute = new LinkedHashMap<>();
    private final Map<Inbox, Map<Long, HistoryMessage>> byInbox = new LinkedHashMap<>();
    private final Map<StreamKey, ExpectedStream> streams = new LinkedHashMap<>();
    private final List<HistoryMessage> all = new ArrayList<>();

    MessageLedger(ViolationCollector findings) {
        this.findings = findings;
    }

    /** What one publisher sends in one session. */
    record Route(PublisherId publisher, String session) {}

    /** What one subscription receives from one publisher. */
    record Inbox(String subscription, PublisherId publisher) {}

    /** What one subscription receives from one publisher in one session. */
    record StreamKey(Inbox inbox, String session) {}

    void add(Sent sent) {
        HistoryMessage message = new HistoryMessage(sent);
        NavigableMap<Long, HistoryMessage> route =
                byRoute.computeIfAbsent(new Route(sent.publisher(), sent.session()), r -> new TreeMap<>());
        if (route.putIfAbsent(sent.sequence(), message) != null) {
            findings.add(HistoryViolation.Kind.SENT_TWICE, message + " was sent twice");
            return;
        }
        all.add(message);
        for (String subscription : sent.subscriptions()) {
            addTo(new Inbox(subscription, sent.publisher()), message);
        }
    }

    private void addTo(Inbox inbox, HistoryMessage message) {
        Sent sent = message.sent();
        HistoryMessage other =
                byInbox.computeIfAbsent(inbox, i -> new LinkedHashMap<>()).putIfAbsent(sent.sequence(), message);
        if (other != null) {
            findings.add(
                    HistoryViolation.Kind.SENT_TWICE,
                    message + " was sent to subscription " + inbox.subscription() + " before, in session "
                            + other.sent().session());
            return;
        }
        streams.computeIfAbsent(new StreamKey(inbox, sent.session()), l -> new ExpectedStream())
                .add(sent.sequence());
    }

    Collection<HistoryMessage> all() {
        return all;
    }

    @Nullable
    HistoryMessage find(PublisherId publisher, String session, long sequence) {
        Map<Long, HistoryMessage> route = byRoute.get(new Route(publisher, session));
        return route == null ? null : route.get(sequence);
    }

    @Nullable
    HistoryMessage find(Inbox inbox, long sequence) {
        Map<Long, HistoryMessage> messages = byInbox.get(inbox);
        return messages == null ? null : messages.get(sequence);
    }

    /** Returns what a publisher sent in a session within a range. */
    Collection<HistoryMessage> range(PublisherId publisher, String session, long first, long last) {
        NavigableMap<Long, HistoryMessage> route = byRoute.get(new Route(publisher, session));
        return route == null || first > last
                ? List.of()
                : route.subMap(first, true, last, true).values();
    }

    ExpectedStream stream(Inbox inbox, HistoryMessage message) {
        return streams.computeIfAbsent(new StreamKey(inbox, message.sent().session()), l -> new ExpectedStream());
    }
}
