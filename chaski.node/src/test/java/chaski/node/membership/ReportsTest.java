package chaski.node.membership;

import static chaski.node.membership.FakeNetwork.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import chaski.node.membership.FakeNetwork.FakeNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private final FakeNetwork network = new FakeNetwork(4);
    private final FakeNode asker = network.node("asker");
    private final FakeNode reported = network.node("reported", "lab.>", "+lab.temp");
    private final List<NodeReport> reports = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private void ask(NodeId peer) {
        asker.membership.report(
                peer,
                new ReportReceiver() {
                    @Override
                    public void onReport(NodeReport report) {
                        reports.add(report);
                    }

                    @Override
                    public void onFailure(String reason) {
                        failures.add(reason);
                    }
                },
                network.nowNs);
    }

    private static NodeReport large(int topics, int peers) {
        return new NodeReport(
                Samples.A,
                1,
                "a",
                List.of(),
                IntStream.range(0, topics)
                        .mapToObj(i -> "x".repeat(200) + "." + i)
                        .toList(),
                IntStream.range(0, peers)
                        .mapToObj(i -> new NodeReport.PeerLine(
                                new NodeId(new UUID(1, i)),
                                "p".repeat(100) + i,
                                PeerState.ALIVE,
                                "tcp",
                                Duration.ofNanos(i)))
                        .toList());
    }

    @Test
    void peerTellsItsOwnView() {
        network.connect(asker, reported);
        network.connect(reported, network.node("third"));
        ask(reported.id);
        network.run(SECOND_NS);
        assertThat(failures).isEmpty();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.name()).isEqualTo("reported");
            assertThat(report.topics()).containsExactly("lab.>", "+lab.temp");
            assertThat(report.peers())
                    .extracting(NodeReport.PeerLine::name)
                    .containsExactlyInAnyOrder("asker", "third");
        });
    }

    @Test
    void strangerCannotBeAsked() {
        ask(reported.id);
        assertThat(failures).singleElement().asString().contains("no session");
    }

    @Test
    void endOfTheSessionFailsTheRequest() {
        network.connect(asker, reported);
        ask(reported.id);
        network.disconnect(asker, reported);
        assertThat(failures).singleElement().asString().contains("session");
    }

    @Test
    void silentPeerFailsTheRequestAfterTenSeconds() {
        network.connect(asker, reported);
        reported.dead = true;
        ask(reported.id);
        network.run(10 * SECOND_NS - 1);
        assertThat(failures).isEmpty();
        network.run(1);
        asker.membership.tick(network.nowNs);
        assertThat(failures).singleElement().asString().contains("ten seconds");
    }

    @Test
    void largeReportIsCutIntoPartsAndJoined() {
        NodeReport report = large(500, 1000);
        List<MembershipMessage.ReportPart> parts = ReportCodec.split(7, report);
        assertThat(parts).hasSizeGreaterThan(2).allSatisfy(part -> {
            assertThat(MembershipCodec.encode(part).remaining()).isLessThanOrEqualTo(MembershipCodec.MAX_BYTES);
            assertThat(part.request()).isEqualTo(7);
        });
        assertThat(parts)
                .extracting(MembershipMessage.ReportPart::last)
                .endsWith(false, true)
                .containsOnlyOnce(true);
        assertThat(parts.stream().flatMap(part -> part.part().topics().stream()))
                .containsExactlyElementsOf(report.topics());
        assertThat(parts.stream().flatMap(part -> part.part().peers().stream()))
                .containsExactlyElementsOf(report.peers());
    }

    @Test
    void whatDoesNotFitIsLeftOut() {
        assertThat(ReportCodec.split(7, large(20_000, 1000)))
                .hasSize(ReportCodec.MAX_PARTS)
                .last()
                .extracting(MembershipMessage.ReportPart::last)
                .isEqualTo(true);
    }

    @Test
    void reportWithoutEndIsGivenUp() {
        network.connect(asker, reported);
        ask(reported.id);
        for (int i = 0; i < ReportCodec.MAX_PARTS; i++) {
            var part = new MembershipMessage.ReportPart(1, false, large(0, 0));
            asker.membership.onMessage(reported.id, MembershipCodec.encode(part), network.nowNs);
        }
        assertThat(failures).singleElement().asString().contains("too many parts");
    }

    @Test
    void reportNobodyAskedForIsCounted() {
        network.connect(asker, reported);
        var part = new MembershipMessage.ReportPart(99, true, large(0, 0));
        asker.membership.onMessage(reported.id, MembershipCodec.encode(part), network.nowNs);
        assertThat(asker.counts).containsEntry("membership.ignored.lateReport", 1);
    }
}
