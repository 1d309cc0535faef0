package chaski.node.membership;

import static chaski.node.membership.FakeNetwork.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.DirectoryEntry;
import chaski.node.membership.FakeNetwork.FakeNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final FakeNetwork network = new FakeNetwork(3);

    private static List<String> names(List<DirectoryEntry> entries) {
        return entries.stream().map(DirectoryEntry::name).sorted().toList();
    }

    private FakeNode[] chain(int size) {
        FakeNode[] nodes = new FakeNode[size];
        for (int i = 0; i < size; i++) {
            nodes[i] = network.node("n" + i);
            if (i > 0) {
                network.connect(nodes[i - 1], nodes[i]);
            }
        }
        network.run(SECOND_NS);
        return nodes;
    }

    @Test
    void findsPublishersAndSubscribersBeyondThePeers() {
        FakeNode[] nodes = chain(6);
        nodes[1].topics("+lab.temp");
        nodes[3].topics("lab.*");
        nodes[4].topics("lab.hum");
        nodes[5].topics(">");
        assertThat(names(nodes[0].discover("lab.temp", TIMEOUT, true))).containsExactly("n1", "n3", "n5");
    }

    @Test
    void whoHasNoSessionWithTheAskerDialsIt() {
        FakeNode[] nodes = chain(4);
        nodes[3].topics("+lab.temp");
        assertThat(names(nodes[0].discover("lab.temp", TIMEOUT, true))).containsExactly("n3");
        assertThat(nodes[3].reached).containsExactly("n0");
        assertThat(nodes[1].reached).isEmpty();
    }

    @Test
    void askerThatCannotBeDialledHearsOfItsPeersOnly() {
        FakeNode[] nodes = chain(3);
        nodes[1].topics("+lab.temp");
        nodes[2].topics("+lab.temp");
        assertThat(names(nodes[0].discover("lab.temp", TIMEOUT, false))).containsExactly("n1");
        assertThat(nodes[2].counts).containsKey("membership.dropped.answer");
    }

    @Test
    void queryGoesOverEightSessionsAndNoFurther() {
        FakeNode[] nodes = chain(12);
        nodes[8].topics("+lab.temp");
        nodes[9].topics("+lab.temp");
        assertThat(names(nodes[0].discover("lab.temp", TIMEOUT, true))).containsExactly("n8");
    }

    @Test
    void queryIsAnsweredAndPassedOnOnceInAMesh() {
        List<FakeNode> nodes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            FakeNode node = network.node("n" + i, "+lab.temp");
            List.copyOf(network.nodes).forEach(other -> network.connect(node, other));
            nodes.add(node);
        }
        network.run(3 * SECOND_NS);
        network.messages = 0;
        assertThat(names(nodes.get(0).discover("lab.temp", Duration.ofSeconds(1), true)))
                .hasSize(9);
        // 9 to the peers, at most 8 from each of them, 9 answers, and the gossip in that time
        assertThat(network.messages).isLessThan(9 + 9 * 8 + 9 + 150);
    }

    @Test
    void timeoutIsATimeout() {
        FakeNode[] nodes = chain(3);
        assertThat(nodes[0].discover("lab.temp", TIMEOUT, true)).isEmpty();
        assertThat(nodes[0].sessions).hasSize(1);
    }

    @Test
    void lateAnswerIsCountedAndIgnored() {
        FakeNode[] nodes = chain(2);
        nodes[1].topics("+lab.temp");
        assertThat(nodes[0].discover("lab.temp", Duration.ofMillis(1), true)).isEmpty();
        network.run(SECOND_NS);
        assertThat(nodes[0].counts).containsEntry("membership.ignored.lateAnswer", 1);
    }

    @Test
    void answerInSomebodyElsesNameIsRefused() {
        FakeNode[] nodes = chain(2);
        List<UUID> queries = new ArrayList<>();
        network.tap = message -> {
            if (message instanceof MembershipMessage.Query query) {
                queries.add(query.query());
            }
        };
        List<DirectoryEntry> found = new ArrayList<>();
        nodes[0].membership.discover(Topic.of("x"), List.of(), TIMEOUT, network.nowNs, found::addAll);
        AdvertisedEntry fake = new AdvertisedEntry(Samples.named(Samples.A, 1, 1, "fake"), 0, 0);
        nodes[0].membership.onMessage(
                nodes[1].id, MembershipCodec.encode(new MembershipMessage.Answer(queries.get(0), fake)), network.nowNs);
        assertThat(nodes[0].counts).containsEntry("membership.refused.foreignAnswer", 1);
        network.run(10 * SECOND_NS);
        assertThat(found).isEmpty();
    }

    @Test
    void observerAsksButNeitherAnswersNorPassesOn() {
        FakeNode[] nodes = chain(2);
        FakeNode eye = network.node("eye", true, "+lab.temp");
        network.connect(nodes[1], eye);
        FakeNode behind = network.node("behind", "+lab.temp");
        network.connect(eye, behind);
        nodes[0].topics("+lab.temp");
        nodes[1].topics("+lab.temp");
        network.run(SECOND_NS);
        assertThat(names(eye.discover("lab.temp", TIMEOUT, false))).containsExactly("behind", "n1");
        assertThat(names(nodes[0].discover("lab.temp", TIMEOUT, true))).containsExactly("n1");
    }

    @Test
    void answerOfANodeWithManyTopicsNamesTheOneThatWasAskedFor() {
        FakeNode[] nodes = chain(2);
        String[] many = new String[20_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "t-" + i;
        }
        nodes[1].topics(many);
        network.run(5 * SECOND_NS);
        assertThat(nodes[0].discover("t-19999", TIMEOUT, true))
                .singleElement()
                .satisfies(found -> assertThat(found.subscribed()).hasSize(1));
        assertThat(nodes[0].discover("t-20000", TIMEOUT, true)).isEmpty();
    }

    @Test
    void floodOfQueriesIsCutAndCounted() {
        FakeNode[] nodes = chain(3);
        network.messages = 0;
        for (int i = 0; i < 5_000; i++) {
            var query = new MembershipMessage.Query(
                    new UUID(i, i), 8, 1000, Samples.A, List.of(Endpoint.parse("tcp://victim:1")), Topic.of("x"));
            nodes[1].membership.onMessage(nodes[0].id, MembershipCodec.encode(query), network.nowNs);
        }
        network.run(SECOND_NS / 10);
        assertThat(nodes[1].counts).containsEntry("membership.refused.queryRate", 5_000 - Discovery.QUERY_BURST);
        assertThat(network.messages).isLessThan(Discovery.QUERY_BURST + 20);
    }

    @Test
    void dialsForStrangersAreBounded() {
        FakeNode[] nodes = chain(2);
        nodes[1].topics("+x");
        for (int i = 0; i < 150; i++) {
            var asker = new NodeId(new UUID(7, i));
            var query = new MembershipMessage.Query(
                    new UUID(i, i), 8, 1000, asker, List.of(Endpoint.parse("tcp://victim:1")), Topic.of("x"));
            nodes[1].membership.onMessage(nodes[0].id, MembershipCodec.encode(query), network.nowNs);
        }
        assertThat(nodes[1].reached).hasSize(Discovery.MAX_DIALLED);
        network.run(3 * SECOND_NS);
        var query = new MembershipMessage.Query(
                new UUID(9, -9), 8, 1000, Samples.A, List.of(Endpoint.parse("tcp://victim:1")), Topic.of("x"));
        nodes[1].membership.onMessage(nodes[0].id, MembershipCodec.encode(query), network.nowNs);
        assertThat(nodes[1].reached).as("the others' time is over").hasSize(Discovery.MAX_DIALLED + 1);
    }

    @Test
    void discoveriesAtATimeAreLimited() {
        FakeNode node = network.node("n");
        for (int i = 0; i < Discovery.MAX_ASKING; i++) {
            ask(node);
        }
        assertThatThrownBy(() -> ask(node)).isInstanceOf(LimitException.class);
        network.run(10 * SECOND_NS);
        ask(node);
    }

    @Test
    void seenQueriesAreBounded() {
        SeenQueries seen = new SeenQueries(100);
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(new UUID(0, i))).isTrue();
            assertThat(seen.add(new UUID(0, i))).isFalse();
        }
        assertThat(seen.size()).isEqualTo(100);
    }

    private void ask(FakeNode node) {
        node.membership.discover(Topic.of("x"), List.of(), TIMEOUT, network.nowNs, answers -> {});
        node.membership.tick(network.nowNs);
    }
}
