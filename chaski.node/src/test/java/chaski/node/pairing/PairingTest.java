package chaski.node.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.PairingConfig;
import chaski.api.node.PairingConfig.Bootstrap;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.SessionNeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static final NodeId SELF = id(50);
    private static final NodeId LOW = id(10);
    private static final NodeId HIGH = id(90);

    private final List<String> done = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(20); // wraps in the middle of a test
    private Pairing pairing = pairing(PairingConfig.DEFAULT, 1000);

    @Test
    void lowerIdDialsAtOnce() {
        own("temp");
        entry(HIGH, "+temp");
        assertThat(done).containsExactly("reach 90");
    }

    @Test
    void higherIdDialsOnlyAfterAGrace() {
        own("temp");
        entry(LOW, "+temp");
        pass(199);
        assertThat(done).isEmpty();
        pass(1);
        assertThat(done).containsExactly("reach 10");
    }

    @Test
    void higherIdThatIsDialledInTimeDoesNotDial() {
        own("temp");
        entry(LOW, "+temp");
        pass(100);
        up(LOW);
        pass(60_000);
        assertThat(done).containsExactly("paired 10 temp", "need 10 NEEDED");
    }

    @Test
    void publisherAndSubscriberArePairedEitherWay() {
        own("+a.b", "x.*");
        entry(id(91), "a.>");
        entry(id(92), "+x.y");
        entry(id(93), "+a.b", "x.>");
        entry(id(94), "a.b.c", "+x.y.z");
        assertThat(pairing.wanted()).containsExactly(id(91), id(92));
    }

    @Test
    void summedUpTopicsPairWithWhateverOverlaps() {
        own("x.*");
        pairing.onEntry(
                HIGH,
                Optional.of(new NodeEntry(
                        HIGH,
                        1,
                        1,
                        false,
                        false,
                        "90",
                        List.of(new Endpoint("tcp", "h", 1)),
                        List.of(NodeEntry.EVERYTHING),
                        List.of())),
                false,
                nowNs);
        assertThat(done).containsExactly("reach 90");
        up(HIGH);
        assertThat(done).contains("paired 90 x.*");
    }

    @Test
    void pairingIsToldOnceASession() {
        own("temp");
        entry(HIGH, "+temp");
        up(HIGH);
        entry(HIGH, "+temp", "+other");
        own("temp", "more");
        assertThat(done).filteredOn(s -> s.startsWith("paired")).hasSize(1);
        down(HIGH);
        up(HIGH);
        assertThat(done).filteredOn(s -> s.startsWith("paired")).hasSize(2);
    }

    @Test
    void changeOfOwnTopicsFindsThoseWhoAreKnown() {
        entry(HIGH, "+temp");
        entry(id(91), "hum.*");
        assertThat(done).isEmpty();
        own("temp");
        assertThat(done).containsExactly("reach 90");
        own("temp", "+hum.x");
        assertThat(done).containsExactly("reach 90", "reach 91");
        own("+hum.x");
        assertThat(done).containsExactly("reach 90", "reach 91", "stop 90");
    }

    @Test
    void sessionThatStandsPairsWhenATopicComes() {
        up(HIGH);
        entry(HIGH);
        own("temp");
        entry(HIGH, "+temp");
        assertThat(done).containsExactly("need 90 COMPANY", "paired 90 temp", "need 90 NEEDED");
    }

    @Test
    void endedSessionIsWantedAgainAndTheDiallerGoesOn() {
        own("temp");
        entry(HIGH, "+temp");
        up(HIGH);
        down(HIGH);
        assertThat(done)
                .filteredOn(s -> s.startsWith("reach") || s.startsWith("stop"))
                .containsExactly("reach 90");
        assertThat(pairing.wanted()).containsExactly(HIGH);
    }

    @Test
    void nodeThatLeavesIsGivenUpAtOnce() {
        own("temp");
        entry(HIGH, "+temp");
        up(HIGH);
        gone(HIGH, true);
        assertThat(done).endsWith("stop 90", "need 90 COMPANY");
        down(HIGH);
        assertThat(pairing.wanted()).isEmpty();
    }

    @Test
    void pairedNodeThatExpiresIsLookedForOneDay() {
        own("temp");
        entry(HIGH, "+temp");
        up(HIGH);
        down(HIGH);
        gone(HIGH, false);
        pass(TimeUnit.HOURS.toMillis(24) - 1);
        assertThat(done).doesNotContain("stop 90");
        pass(1);
        assertThat(done).contains("stop 90");
        assertThat(pairing.wanted()).isEmpty();
    }

    @Test
    void nodeThatWasNeverPairedIsForgottenWhenItExpires() {
        own("temp");
        entry(HIGH, "+temp");
        gone(HIGH, false);
        assertThat(done).containsExactly("reach 90", "stop 90");
    }

    @Test
    void missedNodesAreBoundedAndTakeNobodysPlace() {
        pairing = pairing(PairingConfig.DEFAULT, 2);
        own("temp");
        for (int i = 0; i < Pairing.MAX_EXPIRED + 10; i++) {
            NodeId id = id(1000 + i);
            entry(id, "+temp");
            up(id);
            down(id);
            gone(id, false);
        }
        assertThat(pairing.wanted()).hasSize(Pairing.MAX_EXPIRED).doesNotContain(id(1000), id(1009));
        done.clear();
        entry(HIGH, "+temp");
        assertThat(done).containsExactly("reach 90");
    }

    @Test
    void missedNodeThatComesBackIsPairedAgain() {
        own("temp");
        entry(HIGH, "+temp");
        up(HIGH);
        down(HIGH);
        gone(HIGH, false);
        up(HIGH);
        entry(HIGH, "+temp");
        pass(TimeUnit.HOURS.toMillis(25));
        assertThat(done).doesNotContain("stop 90");
        assertThat(done).filteredOn(s -> s.startsWith("paired")).hasSize(2);
    }

    @Test
    void failureIsToldOnceWithTheLastReason() {
        own("temp");
        entry(HIGH, "+temp");
        pairing.reachFailed(HIGH, "connection refused");
        pass(9_999);
        assertThat(done).containsExactly("reach 90");
        pass(1);
        entry(HIGH, "+temp", "+more");
        pass(100_000);
        assertThat(done).containsExactly("reach 90", "failed 90: connection refused");
        up(HIGH);
        down(HIGH);
        pass(10_000);
        assertThat(done).filteredOn(s -> s.startsWith("failed")).hasSize(2);
    }

    @Test
    void nodeWithoutEndpointIsAwaitedNotDialled() {
        own("temp");
        pairing.onEntry(HIGH, Optional.of(entryOf(HIGH, List.of(), "+temp")), false, nowNs);
        pass(10_000);
        assertThat(done).containsExactly("failed 90: it advertises no endpoint, and has not dialled this node");
        entry(HIGH, "+temp");
        assertThat(done).endsWith("reach 90");
    }

    @Test
    void beyondTheLimitOfPeersOneWaitsUntilThereIsRoom() {
        pairing = pairing(PairingConfig.DEFAULT, 2);
        own("temp");
        entry(id(91), "+temp");
        entry(id(92), "+temp");
        entry(id(93), "+temp");
        entry(id(94), "+temp");
        pass(9_000);
        assertThat(done)
                .containsExactly(
                        "reach 91",
                        "reach 92",
                        "failed 93: the limit of 2 peers is reached (limits.peers)",
                        "failed 94: the limit of 2 peers is reached (limits.peers)");
        done.clear();
        gone(id(91), true);
        assertThat(done).containsExactly("stop 91", "reach 93");
        up(id(94));
        assertThat(done).as("it dialled this node").contains("paired 94 temp");
    }

    /** Otherwise nodes that do not exist would occupy all slots. */
    @Test
    void aNodeThatCannotBeReachedGivesItsPlaceToOneThatWaits() {
        pairing = pairing(PairingConfig.DEFAULT, 2);
        own("temp");
        entry(id(91), "+temp");
        entry(id(92), "+temp");
        entry(id(93), "+temp");
        up(id(92));
        pass(9_000);
        done.clear();
        pass(2_000);
        assertThat(done).containsSubsequence("stop 91", "reach 93").doesNotContain("stop 92");
        done.clear();
        pass(10_000);
        assertThat(done).as("in turn").containsSubsequence("stop 93", "reach 91");
        up(id(91));
        done.clear();
        pass(60_000);
        assertThat(done).as("a session keeps its place").noneMatch(line -> line.startsWith("stop"));
    }

    @Test
    void unneededSessionIsEndedAfterAMinuteIfThePeerAgrees() {
        own("temp");
        entry(HIGH, "+temp");
        entry(LOW, "+temp");
        up(LOW);
        up(HIGH);
        entry(HIGH);
        pass(100_000);
        assertThat(done).contains("need 90 NONE").doesNotContain("leave 90");
        pairing.peerNeeds(HIGH, SessionNeed.COMPANY, nowNs);
        pass(100_000);
        assertThat(done).doesNotContain("leave 90");
        pairing.peerNeeds(HIGH, SessionNeed.NONE, nowNs);
        pass(59_999);
        assertThat(done).doesNotContain("leave 90");
        pass(1);
        assertThat(done).endsWith("leave 90");
    }

    @Test
    void topicThatComesBackWithinTheMinuteKeepsTheSession() {
        own("temp");
        up(LOW);
        up(HIGH);
        entry(LOW, "+temp");
        entry(HIGH);
        pairing.peerNeeds(HIGH, SessionNeed.NONE, nowNs);
        pass(59_000);
        entry(HIGH, "+temp");
        pass(59_000);
        entry(HIGH);
        pass(59_000);
        assertThat(done).noneMatch(s -> s.startsWith("leave"));
    }

    @Test
    void joinedSessionIsKept() {
        pairing.sessionUp(HIGH, "90", false, true, nowNs);
        up(LOW);
        pairing.peerNeeds(HIGH, SessionNeed.NONE, nowNs);
        pass(1_000_000);
        assertThat(done).contains("need 90 NEEDED").noneMatch(s -> s.startsWith("leave"));
        pairing.joined(HIGH, false, nowNs);
        pass(60_000);
        assertThat(done).endsWith("need 90 NONE", "leave 90");
    }

    @Test
    void onlySessionIsKeptForCompany() {
        up(HIGH);
        pairing.peerNeeds(HIGH, SessionNeed.NONE, nowNs);
        pass(1_000_000);
        assertThat(done).containsExactly("need 90 COMPANY");
        up(LOW);
        pairing.peerNeeds(LOW, SessionNeed.NONE, nowNs);
        down(LOW);
        pass(1_000_000);
        assertThat(done).containsExactly("need 90 COMPANY", "need 10 NONE", "need 90 NONE", "need 90 COMPANY");
    }

    @Test
    void bootstrapIsLeftOncePairedAndSoughtAgainWhenAlone() {
        pairing = pairing(PairingConfig.DEFAULT.bootstrap(Bootstrap.DISCONNECT), 1000);
        pairing.sessionUp(LOW, "10", false, true, nowNs);
        entry(LOW);
        pairing.peerNeeds(LOW, SessionNeed.COMPANY, nowNs);
        own("temp");
        entry(HIGH, "+temp");
        pass(100_000);
        assertThat(done).noneMatch(s -> s.startsWith("leave"));
        up(HIGH);
        assertThat(done).contains("bootstrap false", "leave 10");
        down(LOW);
        down(HIGH);
        assertThat(done).endsWith("bootstrap true");
    }

    @Test
    void bootstrapThatSharesATopicOrNeedsThisNodeIsNotLeft() {
        pairing = pairing(PairingConfig.DEFAULT.bootstrap(Bootstrap.DISCONNECT), 1000);
        own("temp");
        pairing.sessionUp(LOW, "10", false, true, nowNs);
        pairing.sessionUp(id(11), "11", false, true, nowNs);
        entry(LOW, "+temp");
        entry(HIGH, "+temp");
        up(HIGH);
        pass(1_000_000);
        assertThat(done).noneMatch(s -> s.startsWith("leave"));
        pairing.peerNeeds(id(11), SessionNeed.NONE, nowNs);
        assertThat(done).endsWith("leave 11");
    }

    @Test
    void observerPairsWithNobody() {
        pairing = new Pairing(SELF, true, PairingConfig.DEFAULT, 1000, new Recorder(), nowNs);
        own("temp");
        entry(HIGH, "+temp");
        pairing.sessionUp(HIGH, "90", false, true, nowNs);
        pass(1_000_000);
        assertThat(done).containsExactly("need 90 NEEDED");
    }

    @Test
    void observingPeerIsNoCompany() {
        pairing.sessionUp(HIGH, "90", true, false, nowNs);
        assertThat(done).containsExactly("need 90 NONE");
        pass(1_000_000);
        assertThat(done).as("it needs the session until it says otherwise").hasSize(1);
    }

    @Test
    void subscribersAreNotLinkedUnlessAsked() {
        own("temp");
        entry(HIGH, "temp");
        assertThat(done).isEmpty();
    }

    @Test
    void subscribersAreLinkedUpToALimitPerTopic() {
        pairing = pairing(PairingConfig.DEFAULT.pairSubscribers(true).maxPeersPerTopic(3), 1000);
        own("temp", "hum");
        for (int i = 60; i < 80; i++) {
            entry(id(i), "temp");
        }
        entry(id(81), "hum");
        assertThat(pairing.wanted()).hasSize(4).contains(id(81));
    }

    @Test
    void subscriberThatCannotBeReachedGivesItsPlaceToAnother() {
        pairing = pairing(PairingConfig.DEFAULT.pairSubscribers(true).maxPeersPerTopic(1), 1000);
        own("temp");
        entry(id(60), "temp");
        entry(id(61), "temp");
        assertThat(pairing.wanted()).containsExactly(id(60));
        pass(10_000);
        assertThat(pairing.wanted()).containsExactly(id(60), id(61));
        up(id(61));
        assertThat(done).contains("paired 61 temp");
    }

    @Test
    void subscriberThatHasASessionIsChosenFirst() {
        pairing = pairing(PairingConfig.DEFAULT.pairSubscribers(true).maxPeersPerTopic(1), 1000);
        for (int i = 60; i < 80; i++) {
            entry(id(i), "temp");
        }
        up(id(77));
        own("temp");
        assertThat(pairing.wanted()).containsExactly(id(77));
    }

    @Test
    void meshFollowsTheTopics() {
        pairing = pairing(PairingConfig.DEFAULT.pairSubscribers(true).maxPeersPerTopic(2), 1000);
        own("temp");
        entry(id(60), "temp");
        entry(id(61), "temp");
        entry(id(62), "temp");
        assertThat(pairing.wanted()).hasSize(2);
        NodeId first = pairing.wanted().iterator().next();
        entry(first);
        assertThat(pairing.wanted()).hasSize(2).doesNotContain(first);
        own();
        assertThat(pairing.wanted()).isEmpty();
    }

    private Pairing pairing(PairingConfig config, int maxPeers) {
        return new Pairing(SELF, false, config, maxPeers, new Recorder(), nowNs);
    }

    private void own(String... topics) {
        pairing.own(published(topics), subscribed(topics), nowNs);
    }

    private void entry(NodeId id, String... topics) {
        NodeEntry entry = entryOf(id, List.of(new Endpoint("tcp", "h", 1)), topics);
        pairing.onEntry(id, Optional.of(entry), false, nowNs);
    }

    private void gone(NodeId id, boolean left) {
        pairing.onEntry(id, Optional.empty(), left, nowNs);
    }

    private void up(NodeId id) {
        pairing.sessionUp(id, name(id), false, false, nowNs);
    }

    private void down(NodeId id) {
        pairing.sessionEnded(id, nowNs);
    }

    private void pass(long millis) {
        long untilNs = nowNs + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long dueNs = pairing.deadlineNs(nowNs); dueNs - untilNs <= 0; dueNs = pairing.deadlineNs(nowNs)) {
            nowNs = dueNs;
            pairing.tick(nowNs);
        }
        nowNs = untilNs;
    }

    static NodeEntry entryOf(NodeId id, List<Endpoint> endpoints, String... topics) {
        List<TopicPattern> published = published(topics).stream()
                .map(topic -> TopicPattern.of(topic.name()))
                .toList();
        return new NodeEntry(id, 1, 1, false, false, name(id), endpoints, published, subscribed(topics));
    }

    /** A topic that begins with + is published. */
    static List<Topic> published(String... topics) {
        return Arrays.stream(topics)
                .filter(t -> t.startsWith("+"))
                .map(t -> Topic.of(t.substring(1)))
                .toList();
    }

    static List<TopicPattern> subscribed(String... topics) {
        return Arrays.stream(topics)
                .filter(t -> !t.startsWith("+"))
                .map(TopicPattern::of)
                .toList();
    }

    static NodeId id(long number) {
        return new NodeId(new UUID(0, number));
    }

    private static String name(NodeId id) {
        return String.valueOf(id.value().getLeastSignificantBits());
    }

    private final class Recorder implements PairingActions {

        @Override
        public void reach(NodeId node) {
            done.add("reach " + name(node));
        }

        @Override
        public void stopReaching(NodeId node) {
            done.add("stop " + name(node));
        }

        @Override
        public void need(NodeId peer, SessionNeed need) {
            done.add("need " + name(peer) + " " + need);
        }

        @Override
        public void leave(NodeId peer, String reason) {
            done.add("leave " + name(peer));
        }

        @Override
        public void bootstrap(boolean wanted) {
            done.add("bootstrap " + wanted);
        }

        @Override
        public void paired(NodeId peer, String name, String topic) {
            done.add("paired " + name + " " + topic);
        }

        @Override
        public void failed(NodeId node, String name, String reason) {
            done.add("failed " + name + ": " + reason);
        }
    }
}
