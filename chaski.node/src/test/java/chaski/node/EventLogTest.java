package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import chaski.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final NodeId ID = new NodeId(new UUID(0, 1));
    private static final NodeEvent DEAD = new NodeEvent.DialFailed(
            Endpoint.parse("tcp://nowhere.example:1"), Optional.empty(), "unknown host nowhere.example");

    private final ManualClock clock = new ManualClock();
    private final EventLog log = new EventLog("alice", clock);
    private final Logger logger = Logger.getLogger(EventLog.class.getName());
    private final Capture capture = new Capture();

    private static final class Capture extends Handler {

        private final List<String> lines = new ArrayList<>();
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " " + formatter.formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(capture);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(capture);
        logger.setUseParentHandlers(true);
    }

    @Test
    void aFailureIsOneLineWithItsCause() {
        log.accept(DEAD);
        log.accept(new NodeEvent.SessionLost(
                ID, "bob", "the node restarted", List.of(new NodeEvent.LostRange(Topic.of("t"), 1, 1, 3, 3))));
        log.accept(new NodeEvent.DuplicateId("tcp://127.0.0.1:1"));

        assertThat(capture.lines)
                .containsExactly(
                        Level.WARNING
                                + " node alice: cannot reach tcp://nowhere.example:1: unknown host nowhere.example",
                        Level.WARNING + " node alice: 3 messages to bob were not confirmed: the node restarted",
                        Level.SEVERE + " node alice: another node runs with this id: tcp://127.0.0.1:1");
    }

    /** One host that connects again and again, each time from another port, is one line a minute. */
    @Test
    void refusalsOfOneAddressShareALine() {
        for (int port = 1; port <= 1_000; port++) {
            log.accept(refused("tcp://192.0.2.7:" + port));
        }
        assertThat(capture.lines).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        log.accept(refused("tcp://192.0.2.7:1"));

        assertThat(capture.lines).hasSize(2).last().asString().endsWith("(and 999 more of this kind before)");
    }

    @Test
    void manyAddressesDoNotFillTheLog() {
        for (int host = 0; host < 1_000; host++) {
            log.accept(refused("tcp://192.0.2." + host + ":1"));
        }
        log.accept(DEAD);
        assertThat(capture.lines).hasSize(31).last().asString().contains("nowhere.example");

        clock.advance(Duration.ofMinutes(1));
        log.accept(refused("tcp://198.51.100.1:1"));

        assertThat(capture.lines).hasSize(32).last().asString().endsWith("(and 970 more of this kind before)");
    }

    private static NodeEvent refused(String from) {
        return new NodeEvent.Refused(from, "refused.LIMIT", "too many handshakes are pending");
    }

    @Test
    void whatIsUsualIsNotLogged() {
        log.accept(new NodeEvent.PeerUp(ID, "bob", Endpoint.parse("tcp://127.0.0.1:1")));
        log.accept(new NodeEvent.Unsubscribed(ID, "bob", 3));

        assertThat(capture.lines).isEmpty();
    }

    @Test
    void aSubjectIsLoggedOnceAMinuteAndTheRestIsCounted() {
        for (int i = 0; i < 5; i++) {
            log.accept(DEAD);
        }
        assertThat(capture.lines).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        log.accept(DEAD);

        assertThat(capture.lines).hasSize(2);
        assertThat(capture.lines.get(1)).endsWith("(and 4 more of this kind before)");
    }

    @Test
    void otherSubjectsHaveLinesOfTheirOwn() {
        for (int i = 0; i < 3; i++) {
            log.accept(new NodeEvent.Refused("192.0.2." + i, "refused.gate", "too many"));
        }

        assertThat(capture.lines).hasSize(3);
    }

    @Test
    void whatAPeerSaysCannotForgeALine() {
        log.accept(new NodeEvent.PairingFailed(ID, "bob\nWARNING node bob: all is well", "no\rway"));

        assertThat(capture.lines).singleElement().asString().doesNotContain("\n", "\r");
    }
}
