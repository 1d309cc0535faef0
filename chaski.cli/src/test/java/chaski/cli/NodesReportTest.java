package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NodesReportTest {

    private static final NodeId ALICE = new NodeId(new UUID(1, 1));
    private static final NodeId BOB = new NodeId(new UUID(2, 2));
    private static final List<Endpoint> ENDPOINTS = List.of(Endpoint.parse("tcp://127.0.0.1:7601"));

    private static final NetworkSurvey.Row ANSWERED = new NetworkSurvey.Row(
            new DirectoryEntry(
                    ALICE,
                    17,
                    3,
                    "alice",
                    ENDPOINTS,
                    List.of(Topic.of("lab.x"), Topic.of("$export.thermostat")),
                    List.of(TopicPattern.of("lab.>"), TopicPattern.of("lab.x"), TopicPattern.of("$export.lab.calc")),
                    PeerState.ALIVE),
            Optional.of(new NodeReport(
                    ALICE,
                    17,
                    "alice",
                    ENDPOINTS,
                    List.of(),
                    List.of(
                            new NodeReport.PeerLine(BOB, "bob", PeerState.ALIVE, "tcp", Duration.ofNanos(123_456)),
                            new NodeReport.PeerLine(BOB, "bo b", PeerState.DOWN, "", Duration.ZERO)))));

    private static final NetworkSurvey.Row SILENT = new NetworkSurvey.Row(
            new DirectoryEntry(BOB, 5, 1, "bob", List.of(), List.of(), List.of(), PeerState.DOWN), Optional.empty());

    @Test
    void objectHasTheReportOfTheNode() {
        assertThat(NodesReport.json(ANSWERED))
                .isEqualTo("{\"name\":\"alice\",\"id\":\"" + ALICE + "\",\"incarnation\":17,\"state\":\"alive\","
                        + "\"endpoints\":[\"tcp://127.0.0.1:7601\"],\"topics\":[\"lab.>\",\"lab.x\"],\"services\":[\"lab.calc\"],"
                        + "\"peers\":[{\"name\":\"bob\",\"id\":\"" + BOB + "\",\"link\":\"tcp\",\"rttUs\":123.5},"
                        + "{\"name\":\"bo b\",\"id\":\"" + BOB + "\",\"link\":\"\",\"rttUs\":0.0}]}");
    }

    @Test
    void nodeThatDoesNotAnswerIsListedWithoutPeers() {
        assertThat(NodesReport.json(SILENT))
                .isEqualTo("{\"name\":\"bob\",\"id\":\"" + BOB + "\",\"incarnation\":5,\"state\":\"down\","
                        + "\"endpoints\":[],\"topics\":[],\"services\":[],\"peers\":[]}");
    }

    @Test
    void tableHasAColumnForEach() {
        assertThat(NodesReport.table(List.of(ANSWERED, SILENT)))
                .containsExactly(
                        "NAME   ID        STATE  ENDPOINTS             TOPICS       SERVICES  PEERS",
                        "alice  00000000  alive  tcp://127.0.0.1:7601  lab.>,lab.x  lab.calc  bob (tcp),bo b (no link)",
                        "bob    00000000  down   -                     -            -         -");
    }
}
