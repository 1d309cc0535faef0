package chaski.node.membership;

import static chaski.node.membership.FakeNetwork.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.TopicPattern;
import chaski.node.membership.FakeNetwork.FakeNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GossipTest {

    private static final EntryChange.Difference NOTHING = new EntryChange.Difference(List.of(), List.of());

    private final FakeNetwork network = new FakeNetwork(5);
    private final FakeNode a = network.node("a");
    private final FakeNode b = network.node("b");
    private final FakeNode c = network.node("c");
    private final List<MembershipMessage> sent = new ArrayList<>();

    @BeforeEach
    void chain() {
        network.connect(a, b);
        network.connect(b, c);
        network.run(3 * SECOND_NS);
        network.tap = sent::add;
    }

    private void give(FakeNode to, FakeNode from, MembershipMessage message) {
        to.membership.onMessage(from.id, MembershipCodec.encode(message), network.nowNs);
    }

    private List<NodeId> toldEntries() {
        return sent.stream()
                .filter(MembershipMessage.Entries.class::isInstance)
                .flatMap(message -> ((MembershipMessage.Entries) message).entries().stream())
                .map(reported -> reported.entry().id())
                .toList();
    }

    private List<EntryChange> toldChanges() {
        return sent.stream()
                .filter(MembershipMessage.Changes.class::isInstance)
                .flatMap(message -> ((MembershipMessage.Changes) message).changes().stream())
                .toList();
    }

    private static String[] topics(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "plant.hall-" + i % 7 + ".sensor-" + i)
                .toArray(String[]::new);
    }

    private NodeEntry entryAt(FakeNode node, FakeNode owner) {
        return node.membership.entry(owner.id).orElseThrow();
    }

    @Test
    void changeIsPassedOnButNotBack() {
        a.topics("t");
        network.run(SECOND_NS);
        // from a to b, and from b to c
        assertThat(toldChanges()).extracting(EntryChange::id).containsExactly(a.id, a.id);
        assertThat(c.reported.get(a.id).subscribed()).hasSize(1);
    }

    @Test
    void oneTopicMoreOrLessIsSentAsAChange() {
        a.topics(topics(10_000));
        network.run(5 * SECOND_NS);
        assertThat(entryAt(c, a).subscribed()).hasSize(10_000);
        sent.clear();
        network.bytes = 0;
        a.topics(Stream.concat(Arrays.stream(topics(10_000)).skip(1), Stream.of("one.more"))
                .toArray(String[]::new));
        network.run(SECOND_NS / 2);
        assertThat(entryAt(c, a).subscribed())
                .hasSize(10_000)
                .contains(TopicPattern.of("one.more"))
                .doesNotContain(TopicPattern.of(topics(1)[0]));
        assertThat(toldEntries()).isEmpty();
        assertThat(sent).noneMatch(MembershipMessage.EntryPart.class::isInstance);
        assertThat(network.bytes).as("bytes on both links").isLessThan(1_000);
    }

    @Test
    void severalChangesBeforeTheyAreSentGoAsOne() {
        a.topics(topics(20));
        network.run(2 * SECOND_NS);
        sent.clear();
        a.topics(topics(21)); // is sent immediately, the next ones together
        a.topics(topics(22));
        a.topics(topics(23));
        network.run(SECOND_NS);
        assertThat(toldChanges()).filteredOn(change -> change.id().equals(a.id)).hasSizeLessThanOrEqualTo(4);
        assertThat(sent).noneMatch(MembershipMessage.Wanted.class::isInstance);
        assertThat(toldEntries()).isEmpty();
        assertThat(entryAt(c, a).subscribed()).hasSize(23);
    }

    @Test
    void longEntryArrivesWhole() {
        a.topics(topics(10_000));
        network.run(5 * SECOND_NS);
        assertThat(sent).hasAtLeastOneElementOfType(MembershipMessage.EntryPart.class);
        assertThat(entryAt(c, a).subscribed())
                .hasSize(10_000)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(topics(10_000)).map(TopicPattern::of).toList());
    }

    @Test
    void severalLongEntriesArriveWholeThroughOnePeer() {
        for (int i = 0; i < 5; i++) {
            FakeNode more = network.node("more-" + i, topics(6_000 + i));
            network.connect(a, more);
        }
        network.run(20 * SECOND_NS);
        for (int i = 0; i < 5; i++) {
            assertThat(entryAt(c, network.nodes.get(3 + i)).subscribed()).hasSize(6_000 + i);
        }
    }

    @Test
    void nodeThatLacksTheVersionBeforeAsksForTheEntry() {
        EntryChange unknown = change(a, 7, 8, List.of(TopicPattern.of("t")));
        give(b, a, new MembershipMessage.Changes(List.of(unknown)));
        assertThat(sent).contains(new MembershipMessage.Wanted(List.of(a.id)));
        assertThat(b.reported.get(a.id).subscribed()).isEmpty();
    }

    @Test
    void changeThatDoesNotFitTheEntryHasNoEffect() {
        NodeEntry known = entryAt(b, a);
        var takesAway = new EntryChange.Difference(List.of(), List.of(TopicPattern.of("never.had")));
        give(
                b,
                a,
                new MembershipMessage.Changes(List.of(new EntryChange(
                        a.id, a.incarnation, known.version(), known.version() + 1, 0, takesAway, NOTHING))));
        assertThat(sent).contains(new MembershipMessage.Wanted(List.of(a.id)));
        assertThat(entryAt(b, a)).isEqualTo(known);
    }

    @Test
    void entryThatWasWantedIsSentWholeAlthoughItChanged() {
        a.topics(topics(20));
        network.run(2 * SECOND_NS);
        sent.clear();
        a.topics(topics(19)); // is sent later than now
        give(a, b, new MembershipMessage.Wanted(List.of(a.id)));
        a.topics(topics(18));
        network.run(SECOND_NS);
        assertThat(toldEntries()).contains(a.id);
        assertThat(entryAt(c, a).subscribed()).hasSize(18);
    }

    @Test
    void observersChangesAndPartsAreNotBelieved() {
        FakeNode eye = network.node("eye", true);
        network.connect(b, eye);
        network.run(SECOND_NS);
        NodeEntry known = entryAt(b, a);
        give(
                b,
                eye,
                new MembershipMessage.Changes(
                        List.of(change(a, known.version(), known.version() + 1, List.of(TopicPattern.of("t"))))));
        FieldWriter ghost = new FieldWriter();
        EntryCodec.encode(new AdvertisedEntry(Samples.named(Samples.A, 1, 1, "ghost"), 0, 0), ghost);
        give(b, eye, new MembershipMessage.EntryPart(true, true, ghost.buffer()));
        assertThat(entryAt(b, a)).isEqualTo(known);
        assertThat(b.sees()).containsExactly("a", "c");
    }

    @Test
    void peerOfAnEarlierBuildIsSentShortEntriesOnly() {
        FakeNode earlier = network.node("earlier");
        earlier.takesChanges = false;
        network.connect(c, earlier);
        a.topics(topics(2_000));
        network.run(5 * SECOND_NS);
        assertThat(entryAt(earlier, a).subscribed()).containsExactly(NodeEntry.EVERYTHING);
        a.topics(topics(1_000));
        network.run(5 * SECOND_NS);
        assertThat(entryAt(earlier, a).subscribed()).hasSize(1_000);
        assertThat(entryAt(c, a).subscribed()).hasSize(1_000);
    }

    private static EntryChange change(FakeNode owner, long base, long version, List<TopicPattern> added) {
        return new EntryChange(
                owner.id, owner.incarnation, base, version, 0, NOTHING, new EntryChange.Difference(added, List.of()));
    }

    @Test
    void digestIsAnsweredByWhatItLacks() {
        give(b, a, new MembershipMessage.Digest(IdRange.FIRST, IdRange.LAST, List.of()));
        network.run(SECOND_NS);
        assertThat(toldEntries()).containsExactlyInAnyOrder(a.id, b.id, c.id);
    }

    @Test
    void digestOfARangeIsAnsweredForThatRangeOnly() {
        give(b, a, new MembershipMessage.Digest(c.id, c.id, List.of()));
        network.run(SECOND_NS);
        assertThat(toldEntries()).containsExactly(c.id);
    }

    @Test
    void digestWithSomethingNewerIsAnsweredByARequest() {
        DigestEntry later = new DigestEntry(c.id, c.incarnation, 9, 0, false);
        give(b, a, new MembershipMessage.Digest(c.id, c.id, List.of(later)));
        assertThat(sent).contains(new MembershipMessage.Wanted(List.of(c.id)));
    }

    @Test
    void wantedIsAnsweredWithWhatIsKnown() {
        give(b, a, new MembershipMessage.Wanted(List.of(c.id, Samples.A)));
        network.run(SECOND_NS);
        assertThat(toldEntries()).containsExactly(c.id);
    }

    @Test
    void equalSummaryIsNotAnswered() {
        sent.clear();
        network.run(60 * SECOND_NS);
        assertThat(sent).hasAtLeastOneElementOfType(MembershipMessage.Summary.class);
        assertThat(sent).noneMatch(MembershipMessage.Digest.class::isInstance);
    }

    @Test
    void floodOfSummariesIsAnsweredByOneDigest() {
        network.run(10 * SECOND_NS);
        sent.clear();
        for (int i = 0; i < 1000; i++) {
            give(b, a, new MembershipMessage.Summary(i, 3));
        }
        network.run(SECOND_NS);
        assertThat(sent).filteredOn(MembershipMessage.Digest.class::isInstance).hasSize(1);
    }

    @Test
    void largeDirectoryIsToldInSeveralMessages() {
        for (int i = 0; i < 200; i++) {
            List<AdvertisedEntry> part = new ArrayList<>();
            for (int j = 0; j < 20; j++) {
                NodeId id = new NodeId(new UUID(i + 1, j));
                part.add(new AdvertisedEntry(Samples.named(id, 1, 1, "n".repeat(50) + i + "." + j), 1, 0));
            }
            give(b, a, new MembershipMessage.Entries(part));
        }
        FakeNode late = network.node("late");
        network.connect(b, late);
        network.run(2 * SECOND_NS);
        assertThat(late.sees()).hasSize(4003);
        assertThat(sent.stream()
                        .filter(MembershipMessage.Digest.class::isInstance)
                        .count())
                .isGreaterThan(3);
    }

    @Test
    void peerThatCannotBeWrittenToHearsOnlyTheLatest() {
        List<ByteBuffer> got = new ArrayList<>();
        boolean[] writable = {true};
        Membership membership = new Membership(
                new OwnRun(Samples.A, 1, false),
                MembershipSecurity.NONE,
                100,
                network.random,
                run -> true,
                () -> 5 * SECOND_NS,
                new MembershipLinks() {
                    @Override
                    public boolean isWritable(NodeId peer) {
                        return writable[0];
                    }

                    @Override
                    public void send(NodeId peer, ByteBuffer message) {
                        got.add(message);
                    }

                    @Override
                    public void reach(NodeId node, List<Endpoint> endpoints, NodeId from) {
                        throw new AssertionError("nobody asked");
                    }
                },
                a,
                () -> {
                    throw new AssertionError("nobody asked");
                },
                0);
        membership.sessionUp(Samples.B, 1, new PeerTraits(false, true, true), 0);
        got.clear();
        writable[0] = false;
        for (int i = 0; i < 1000; i++) {
            membership.announce(new Announcement("n" + i, List.of(), List.of(), List.of(), false), i * 10_000_000L);
            membership.need(Samples.B, i % 2 == 0 ? SessionNeed.NONE : SessionNeed.COMPANY, i * 10_000_000L);
        }
        assertThat(got).isEmpty();
        writable[0] = true;
        membership.onWritable(Samples.B, 20 * SECOND_NS);
        assertThat(got.stream().map(MembershipCodec::decode))
                .containsExactly(
                        new MembershipMessage.Needs(SessionNeed.COMPANY),
                        new MembershipMessage.Entries(
                                List.of(new AdvertisedEntry(Samples.named(Samples.A, 1, 1000, "n999"), 0, 0))));
    }

    @Test
    void badBytesAreRefusedAndChangeNothing() {
        ByteBuffer bad = MembershipCodec.encode(new MembershipMessage.Entries(
                List.of(new AdvertisedEntry(Samples.named(Samples.A, 1, 1, "ghost"), 0, 0))));
        ByteBuffer cut = bad.slice(0, bad.remaining() - 1);
        assertThatThrownBy(() -> b.membership.onMessage(a.id, cut, network.nowNs))
                .isInstanceOf(ProtocolException.class);
        assertThat(b.sees()).containsExactly("a", "c");
    }

    @Test
    void messageWithoutSessionIsIgnored() {
        give(
                a,
                c,
                new MembershipMessage.Entries(
                        List.of(new AdvertisedEntry(Samples.named(Samples.A, 1, 1, "ghost"), 0, 0))));
        assertThat(a.sees()).containsExactly("b", "c");
    }
}
