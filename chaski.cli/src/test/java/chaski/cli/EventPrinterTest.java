package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.CredentialsChanged;
import chaski.api.node.CredentialsExpiring;
import chaski.api.node.CredentialsRefused;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeEventKind;
import chaski.api.node.UnsubscribedReason;
import chaski.api.security.AccessRefusal;
import chaski.api.security.Permission;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventPrinterTest {

    private static final Instant AT = Instant.EPOCH;
    private static final NodeId ID = new NodeId(new UUID(0, 1));
    private static final String ID_TEXT = "00000000-0000-0000-0000-000000000001";
    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://127.0.0.1:7601");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final EventPrinter printer = new EventPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void peerEventsNameThePeer() {
        printer.accept(new NodeEvent.PeerUp(AT, ID, "alice", ENDPOINT));
        printer.accept(new NodeEvent.PeerSuspect(AT, ID, "alice"));
        printer.accept(new NodeEvent.PeerDown(AT, ID, "alice", "silent for 10 s", false));
        printer.accept(new NodeEvent.Parked(AT, ID, "alice", "reset"));
        printer.accept(new NodeEvent.PeerInDoubt(AT, ID, "alice", "refused"));
        printer.accept(new NodeEvent.PeerDoubtEnded(AT, ID, "alice"));
        printer.accept(new NodeEvent.LinkMoved(AT, ID, "alice", "tcp", "udp"));
        printer.accept(new NodeEvent.Unsubscribed(AT, ID, "alice", 7, UnsubscribedReason.REFUSED));
        TopicPattern pattern = TopicPattern.of("lab.>");
        printer.accept(new NodeEvent.Stalled(AT, ID, "alice", pattern, Topic.of("lab.x"), 5000));
        printer.accept(new NodeEvent.SubscriberCut(AT, ID, "alice", pattern));
        printer.accept(new NodeEvent.SubscriptionCut(AT, ID, "alice", pattern));
        printer.accept(new NodeEvent.AccessRefused(
                AT, ID, "alice", new AccessRefusal(Permission.PUBLISH, "lab.x", "grants.json:4 (denied)", true)));

        assertThat(lines())
                .containsExactly(
                        "EVENT peer-up name=alice id=" + ID_TEXT + " endpoint=tcp://127.0.0.1:7601",
                        "EVENT peer-suspect name=alice id=" + ID_TEXT,
                        "EVENT peer-down name=alice id=" + ID_TEXT + " reason=\"silent for 10 s\"",
                        "EVENT parked name=alice id=" + ID_TEXT + " reason=reset",
                        "EVENT peer-in-doubt name=alice id=" + ID_TEXT + " reason=refused",
                        "EVENT peer-doubt-ended name=alice id=" + ID_TEXT,
                        "EVENT link-moved name=alice id=" + ID_TEXT + " from=tcp to=udp",
                        "EVENT unsubscribed name=alice id=" + ID_TEXT + " count=7 reason=REFUSED",
                        "EVENT stalled name=alice id=" + ID_TEXT + " subscription=lab.> topic=lab.x millis=5000",
                        "EVENT subscriber-cut name=alice id=" + ID_TEXT + " subscription=lab.>",
                        "EVENT subscription-cut name=alice id=" + ID_TEXT + " subscription=lab.>",
                        "EVENT access-refused name=alice id=" + ID_TEXT
                                + " permission=publish subject=lab.x rule=\"grants.json:4 (denied)\" by=peer");
    }

    @Test
    void aHundredLinesAMinuteArePrintedAndTheRestIsCounted() {
        AtomicLong clock = new AtomicLong();
        EventPrinter limited = new EventPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), clock::get);
        for (int i = 0; i < 1_000; i++) {
            limited.accept(new NodeEvent.Refused(AT, "192.0.2." + i, "refused.protocol", "no HELLO"));
        }
        assertThat(lines()).as("refusals leave room for the rest").hasSize(50);
        for (int i = 0; i < 1_000; i++) {
            limited.accept(new NodeEvent.PeerUp(AT, ID, "stranger" + i, ENDPOINT));
            limited.accept(new NodeEvent.PeerDown(AT, ID, "stranger" + i, "gone", false));
        }
        assertThat(lines()).as("and so do peers").hasSize(81).contains("EVENT left-out count=950");
        List<NodeEvent.LostRange> ranges = List.of(new NodeEvent.LostRange(Topic.of("t"), 1, 1, 3, 3));
        for (int i = 0; i < 1_000; i++) {
            limited.accept(new NodeEvent.SessionLost(AT, ID, "stranger" + i, "gone", ranges));
        }
        assertThat(lines()).hasSize(102);

        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        limited.accept(new NodeEvent.PeerUp(AT, ID, "alice", ENDPOINT));

        assertThat(lines())
                .hasSize(104)
                .endsWith(
                        "EVENT left-out count=980",
                        "EVENT peer-up name=alice id=" + ID_TEXT + " endpoint=tcp://127.0.0.1:7601");
    }

    @Test
    void unreachableEndpointsArePrintedWithTheirCause() {
        printer.accept(new NodeEvent.DialFailed(AT, ENDPOINT, Optional.empty(), "connection refused"));
        printer.accept(new NodeEvent.DialFailed(AT, ENDPOINT, Optional.of(ID), "refused"));

        assertThat(lines())
                .containsExactly(
                        "EVENT unreachable endpoint=tcp://127.0.0.1:7601 reason=\"connection refused\"",
                        "EVENT unreachable endpoint=tcp://127.0.0.1:7601 id=" + ID_TEXT + " reason=refused");
    }

    @Test
    void lostSessionIsOneLineForEachRange() {
        printer.accept(new NodeEvent.SessionLost(
                AT,
                ID,
                "alice",
                "restarted",
                List.of(
                        new NodeEvent.LostRange(Topic.of("lab.x"), 1, 5, 9, 5),
                        new NodeEvent.LostRange(Topic.of("lab.y"), 2, 1, 4, 3))));

        assertThat(lines())
                .containsExactly(
                        "EVENT session-lost name=alice id=" + ID_TEXT
                                + " reason=restarted topic=lab.x publisher=1 first=5 last=9 count=5",
                        "EVENT session-lost name=alice id=" + ID_TEXT
                                + " reason=restarted topic=lab.y publisher=2 first=1 last=4 count=3");
    }

    @Test
    void everyKindOfEventHasALineOfItsOwn() {
        Exception error = new IllegalStateException("two\nlines");
        for (NodeEvent event : List.of(
                new NodeEvent.Listening(AT, ENDPOINT),
                new NodeEvent.TransportArrived(AT, "tcp"),
                new NodeEvent.TransportLeft(AT, "tcp"),
                new NodeEvent.Paired(AT, ID, "alice", "lab.x"),
                new NodeEvent.PairingFailed(AT, ID, "alice", "no way"),
                new NodeEvent.Refused(AT, "127.0.0.1", "handshake.timeout", "no HELLO"),
                new NodeEvent.HandlerStalled(AT, "lab.x", 5000),
                new NodeEvent.HandlerFailed(AT, "lab.x", error),
                new NodeEvent.Reconfigured(AT, List.of("join", "listen"), List.of("name")),
                new CredentialsChanged(AT, AT),
                new CredentialsRefused(AT, "not the key"),
                new CredentialsExpiring(AT, AT),
                new NodeEvent.DuplicateId(AT, "tcp://127.0.0.1:1"))) {
            printer.accept(event);
        }

        assertThat(lines())
                .containsExactly(
                        "EVENT listening endpoint=tcp://127.0.0.1:7601",
                        "EVENT transport-arrived scheme=tcp",
                        "EVENT transport-left scheme=tcp",
                        "EVENT paired name=alice id=" + ID_TEXT + " topic=lab.x",
                        "EVENT pairing-failed name=alice id=" + ID_TEXT + " reason=\"no way\"",
                        "EVENT refused from=127.0.0.1 counter=handshake.timeout reason=\"no HELLO\"",
                        "EVENT handler-stalled what=lab.x millis=5000",
                        "EVENT handler-failed what=lab.x error=\"two lines\"",
                        "EVENT reconfigured changed=join,listen kept=name",
                        "EVENT credentials-changed expiry=" + AT,
                        "EVENT credentials-refused reason=\"not the key\"",
                        "EVENT credentials-expiring expiry=" + AT,
                        "EVENT duplicate-id other=tcp://127.0.0.1:1");
    }

    @Test
    void everyKindOfEventIsKnown() {
        // A new kind must get a line: this fails until the list above and the printer know it.
        assertThat(Arrays.stream(NodeEventKind.values()).map(kind -> kind.type().getSimpleName()))
                .containsExactlyInAnyOrder(
                        "Listening",
                        "TransportArrived",
                        "TransportLeft",
                        "PeerUp",
                        "PeerSuspect",
                        "PeerDown",
                        "Paired",
                        "PairingFailed",
                        "DialFailed",
                        "Parked",
                        "PeerInDoubt",
                        "PeerDoubtEnded",
                        "LinkMoved",
                        "SessionLost",
                        "Unsubscribed",
                        "Refused",
                        "HandlerStalled",
                        "HandlerFailed",
                        "Reconfigured",
                        "Stalled",
                        "SubscriberCut",
                        "SubscriptionCut",
                        "AccessRefused",
                        "CredentialsChanged",
                        "CredentialsRefused",
                        "CredentialsExpiring",
                        "DuplicateId");
    }

    @Test
    void valueThatWouldBreakTheLineIsQuoted() {
        assertThat(EventPrinter.quoted("plain=value")).isEqualTo("plain=value");
        assertThat(EventPrinter.quoted("")).isEqualTo("\"\"");
        assertThat(EventPrinter.quoted("a b")).isEqualTo("\"a b\"");
        assertThat(EventPrinter.quoted("a\nEVENT forged")).isEqualTo("\"a\\nEVENT forged\"");
        assertThat(EventPrinter.quoted("say \"hi\"")).isEqualTo("\"say \\\"hi\\\"\"");
        assertThat(EventPrinter.quoted("a\u2028b")).isEqualTo("\"a\\u2028b\"");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
