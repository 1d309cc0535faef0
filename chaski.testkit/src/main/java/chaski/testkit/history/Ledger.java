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

/** Everything that was sent, found by session and by subscription. */
final class Ledger {

    private final Findings findings;
    private final Map<Route, NavigableMap<Long, Message>> byRoute = new LinkedHashMap<>();
    private final Map<Inbox, Map<Long, Message>> byInbox = new LinkedHashMap<>();
    private final Map<Lane, Stream> streams = new LinkedHashMap<>();
    private final List<Message> all = new ArrayList<>();

    Ledger(Findings findings) {
        this.findings = findings;
    }

    /** What one publisher sends in one session. */
    record Route(PublisherId publisher, String session) {}

    /** What one subscription gets of one publisher. */
    record Inbox(String subscription, PublisherId publisher) {}

    /** What one subscription gets of one publisher in one session. */
    record Lane(Inbox inbox, String session) {}

    void add(Sent sent) {
        Message message = new Message(sent);
        NavigableMap<Long, Message> route =
                byRoute.computeIfAbsent(new Route(sent.publisher(), sent.session()), r -> new TreeMap<>());
        if (route.putIfAbsent(sent.sequence(), message) != null) {
            findings.add(Violation.Kind.SENT_TWICE, message + " was sent twice");
            return;
        }
        all.add(message);
        for (String subscription : sent.subscriptions()) {
            addTo(new Inbox(subscription, sent.publisher()), message);
        }
    }

    private void addTo(Inbox inbox, Message message) {
        Sent sent = message.sent();
        Message other =
                byInbox.computeIfAbsent(inbox, i -> new LinkedHashMap<>()).putIfAbsent(sent.sequence(), message);
        if (other != null) {
            findings.add(
                    Violation.Kind.SENT_TWICE,
                    message + " was sent to subscription " + inbox.subscription() + " before, in session "
                            + other.sent().session());
            return;
        }
        streams.computeIfAbsent(new Lane(inbox, sent.session()), l -> new Stream())
                .add(sent.sequence());
    }

    Collection<Message> all() {
        return all;
    }

    @Nullable
    Message find(PublisherId publisher, String session, long sequence) {
        Map<Long, Message> route = byRoute.get(new Route(publisher, session));
        return route == null ? null : route.get(sequence);
    }

    @Nullable
    Message find(Inbox inbox, long sequence) {
        Map<Long, Message> messages = byInbox.get(inbox);
        return messages == null ? null : messages.get(sequence);
    }

    /** Returns what a publisher sent in a session within a range. */
    Collection<Message> range(PublisherId publisher, String session, long first, long last) {
        NavigableMap<Long, Message> route = byRoute.get(new Route(publisher, session));
        return route == null || first > last
                ? List.of()
                : route.subMap(first, true, last, true).values();
    }

    Stream stream(Inbox inbox, Message message) {
        return streams.computeIfAbsent(new Lane(inbox, message.sent().session()), l -> new Stream());
    }
}
