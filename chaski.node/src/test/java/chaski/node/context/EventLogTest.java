package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.CredentialsChanged;
import chaski.api.node.CredentialsExpiring;
import chaski.api.node.CredentialsRefused;
import chaski.api.node.NodeEvent;
import chaski.api.node.UnsubscribedReason;
import chaski.testkit.LogLines;
import chaski.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final Instant AT = Instant.EPOCH;
    private static final NodeId ID = new NodeId(new UUID(0, 1));
    private static final NodeEvent DEAD = new NodeEvent.DialFailed(
            AT, Endpoint.parse("tcp://nowhere.example:1"), Optional.empty(), "unknown host nowhere.example");

    private final ManualClock clock = new ManualClock();
    private final EventLog log = new EventLog("alice", clock);
    private final LogLines lines = LogLines.of(EventLog.class.getName());

    @AfterEach
    void stopListening() {
        lines.close();
    }

    @Test
    void aFailureIsOneLineWithItsCause() {
        log.accept(DEAD);
        log.accept(new NodeEvent.SessionLost(
                AT, ID, "bob", "the node restarted", List.of(new NodeEvent.LostRange(Topic.of("t"), 1, 1, 3, 3))));
        log.accept(new NodeEvent.DuplicateId(AT, "tcp://127.0.0.1:1"));

        assertThat(lines.lines())
                .containsExactly(
                        Level.WARNING
                                + " node alice: cannot reach tcp://nowhere.example:1: unknown host nowhere.example;"
                                + " dialling continues: check the endpoint, what the other node listens on and"
                                + " advertises, and firewalls",
                        Level.WARNING
                                + " node alice: 3 messages to bob were not confirmed: the node restarted; each may"
                                + " have been delivered: publish again what must arrive",
                        Level.SEVERE
                                + " node alice: another node runs with this id: tcp://127.0.0.1:1; stop one of them,"
                                + " or give it another id, or none; this one keeps running, and is accepted when the"
                                + " id is free");
    }

    @Test
    void credentialsThatNeedTheUserAreLogged() {
        Instant expiry = AT.plusSeconds(60);
        log.accept(new CredentialsChanged(AT, expiry));
        log.accept(new CredentialsRefused(AT, "key.pem is not the key"));
        log.accept(new CredentialsExpiring(AT, expiry));
        log.accept(new CredentialsExpiring(AT, expiry));
        log.accept(new CredentialsExpiring(expiry, expiry));

        assertThat(lines.lines())
                .containsExactly(
                        Level.WARNING
                                + " node alice: new credentials are not used: key.pem is not the key; it continues"
                                + " with the present ones",
                        Level.WARNING + " node alice: the certificate of this node expires at " + expiry
                                + "; renew it before",
                        Level.SEVERE + " node alice: the certificate of this node expired at " + expiry
                                + ": no node accepts it; renew it");
    }

    @Test
    void whatUserCodeDoesIsLoggedWithWhatToDo() {
        TopicPattern pattern = TopicPattern.of("lab.>");
        log.accept(new NodeEvent.HandlerFailed(AT, "subscription lab.>, message 1", new IllegalStateException("no")));
        log.accept(new NodeEvent.HandlerStalled(AT, "subscription lab.>", 5000));
        log.accept(new NodeEvent.Stalled(AT, ID, "bob", pattern, Topic.of("lab.x"), 5000));
        log.accept(new NodeEvent.SubscriberCut(AT, ID, "bob", pattern));
        log.accept(new NodeEvent.SubscriptionCut(AT, ID, "bob", pattern));

        assertThat(lines.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("message 1 failed: java.lang.IllegalStateException: no; ", "onError"),
                        line -> assertThat(line).contains("subscription lab.> has not returned for 5000 ms; find what"),
                        line -> assertThat(line)
                                .contains("a publisher of lab.x has waited 5000 ms for the subscription lab.> of bob")
                                .contains("PublisherOptions.slowSubscriber"),
                        line -> assertThat(line).contains("cut the subscription lab.> of bob"),
                        line -> assertThat(line)
                                .contains("the subscription lab.> was cut by a publisher of bob", "queueBytes"));
    }

    @Test
    void refusalsSayWhoRefusedWhom() {
        log.accept(new NodeEvent.Refused(AT, "tcp://0.0.0.0:1", "listen.failed", "the port is taken"));
        log.accept(new NodeEvent.Refused(AT, "tcp://10.0.0.1:1", "dial.LIMIT", "all the peers it takes"));
        log.accept(new NodeEvent.Refused(AT, "bob (1234)", "calls.refused.arguments", "argument 1 does not fit"));
        log.accept(new NodeEvent.Refused(AT, "tcp://10.0.0.1:9", "refused.protocol", "expected HELLO"));
        log.accept(new NodeEvent.Refused(AT, "tcp://10.0.0.1:9", "errors.reportedByPeers", "expected DATA"));

        assertThat(lines.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("cannot listen on tcp://0.0.0.0:1: the port is taken; it is tried again"),
                        line -> assertThat(line)
                                .contains("tcp://10.0.0.1:1 refused this node, dial.LIMIT: all the peers it takes"),
                        line -> assertThat(line)
                                .contains("refused a call of bob (1234), calls.refused.arguments: argument 1 does not"
                                        + " fit"),
                        line -> assertThat(line).contains("refused tcp://10.0.0.1:9, refused.protocol: expected HELLO"),
                        line -> assertThat(line)
                                .contains("tcp://10.0.0.1:9 closed the link with an error: expected DATA"));
    }

    @Test
    void aPeerThatIsLostIsLoggedAndOneThatLeavesIsNot() {
        log.accept(new NodeEvent.PeerDown(AT, ID, "bob", "silent for 10000 ms", false));
        log.accept(new NodeEvent.PeerDown(AT, ID, "bob", "the outage outlived the resume timeout", false));
        log.accept(new NodeEvent.PeerDown(AT, ID, "bob", "the peer left: closing", true));

        assertThat(lines.lines())
                .containsExactly(
                        Level.WARNING + " node alice: bob is down: silent for 10000 ms",
                        Level.WARNING + " node alice: bob is down: the outage outlived the resume timeout");
    }

    /** One host that connects again and again, each time from another port, causes one line a minute. */
    @Test
    void refusalsOfOneAddressShareALine() {
        for (int port = 1; port <= 1_000; port++) {
            log.accept(refused("tcp://192.0.2.7:" + port));
        }
        assertThat(lines.lines()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        log.accept(refused("tcp://192.0.2.7:1"));

        assertThat(lines.lines()).hasSize(2).last().asString().endsWith("(and 999 more of this kind before)");
    }

    @Test
    void manyAddressesDoNotFillTheLog() {
        for (int host = 0; host < 1_000; host++) {
            log.accept(refused("tcp://192.0.2." + host + ":1"));
        }
        log.accept(DEAD);
        assertThat(lines.lines()).hasSize(31).last().asString().contains("nowhere.example");

        clock.advance(Duration.ofMinutes(1));
        log.accept(refused("tcp://198.51.100.1:1"));

        assertThat(lines.lines()).hasSize(32).last().asString().endsWith("(and 970 more of this kind before)");
    }

    @Test
    void manyKindsTogetherAreAHundredLinesAMinute() {
        for (int i = 0; i < 50; i++) {
            NodeId peer = new NodeId(new UUID(0, i));
            log.accept(refused("tcp://192.0.2." + i + ":1"));
            log.accept(new NodeEvent.PairingFailed(AT, peer, "bob", "no way"));
            log.accept(new NodeEvent.PeerDown(AT, peer, "bob", "reset", false));
            log.accept(new NodeEvent.PeerInDoubt(AT, peer, "bob", "reset"));
            log.accept(new NodeEvent.DialFailed(
                    AT, Endpoint.parse("tcp://nowhere.example:" + (i + 1)), Optional.empty(), "unknown host"));
        }
        assertThat(lines.lines()).hasSize(100);

        clock.advance(Duration.ofMinutes(1));
        log.accept(DEAD);

        assertThat(lines.lines()).hasSize(101).last().asString().endsWith("(and 30 more of this kind before)");
    }

    private static NodeEvent refused(String from) {
        return new NodeEvent.Refused(AT, from, "refused.LIMIT", "too many handshakes are pending");
    }

    @Test
    void whatIsUsualIsNotLogged() {
        log.accept(new NodeEvent.PeerUp(AT, ID, "bob", Endpoint.parse("tcp://127.0.0.1:1")));
        log.accept(new NodeEvent.Unsubscribed(AT, ID, "bob", 3, UnsubscribedReason.CLOSED));

        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void aSubjectIsLoggedOnceAMinuteAndTheRestIsCounted() {
        for (int i = 0; i < 5; i++) {
            log.accept(DEAD);
        }
        assertThat(lines.lines()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        log.accept(DEAD);

        assertThat(lines.lines()).hasSize(2);
        assertThat(lines.lines().get(1)).endsWith("(and 4 more of this kind before)");
    }

    @Test
    void aHandlerThatFailsForEachMessageIsOneSubject() {
        for (int i = 0; i < 3; i++) {
            IllegalStateException error = new IllegalStateException("no");
            log.accept(new NodeEvent.HandlerFailed(AT, "subscription lab." + i + ", message 1 of a", error));
            log.accept(new NodeEvent.HandlerFailed(AT, "subscription lab.x, message " + i + " of a", error));
            log.accept(new NodeEvent.HandlerStalled(AT, "call " + i + " of bob: slow", 10_000));
        }

        assertThat(lines.lines()).hasSize(3 + 1 + 1);
    }

    @Test
    void otherSubjectsHaveLinesOfTheirOwn() {
        for (int i = 0; i < 3; i++) {
            log.accept(new NodeEvent.Refused(AT, "192.0.2." + i, "refused.gate", "too many"));
        }

        assertThat(lines.lines()).hasSize(3);
    }

    @Test
    void whatAPeerSaysCannotForgeALine() {
        log.accept(new NodeEvent.PairingFailed(AT, ID, "bob\nWARNING node bob: all is well", "no\rway"));

        assertThat(lines.lines()).singleElement().asString().doesNotContain("\n", "\r");
    }
}
