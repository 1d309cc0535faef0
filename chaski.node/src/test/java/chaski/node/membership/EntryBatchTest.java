package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.TopicPattern;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryBatchTest {

    private static final int MANY = 10_000;

    private static AdvertisedEntry entry(int id, int version, int topics) {
        List<TopicPattern> patterns = IntStream.range(0, topics)
                .mapToObj(i -> TopicPattern.of("plant.sensor-" + i))
                .sorted()
                .toList();
        NodeId owner = new NodeId(new UUID(0, id));
        return new AdvertisedEntry(
                new NodeEntry(owner, 1, version, false, false, "n", List.of(), List.of(), patterns), 3, 0);
    }

    private static Optional<NodeEntry> known(int id, int version, int topics) {
        return Optional.of(entry(id, version, topics).entry());
    }

    @Test
    void changesWholeEntriesAndPartsGoInThisOrder() {
        EntryBatch batch = new EntryBatch(true);
        assertThat(batch.add(Optional.empty(), entry(1, 1, MANY))).isTrue();
        assertThat(batch.add(Optional.empty(), entry(2, 1, 3))).isTrue();
        assertThat(batch.add(known(3, 1, 100), entry(3, 2, 101))).isTrue();

        List<MembershipMessage> messages = batch.messages();
        assertThat(messages).hasSizeGreaterThan(4);
        assertThat(messages.get(0)).isInstanceOf(MembershipMessage.Changes.class);
        assertThat(messages.get(1)).isEqualTo(new MembershipMessage.Entries(List.of(entry(2, 1, 3))));
        assertThat(messages.subList(2, messages.size())).allMatch(MembershipMessage.EntryPart.class::isInstance);
        EntryParts parts = new EntryParts(counter -> {});
        List<AdvertisedEntry> joined = messages.subList(2, messages.size()).stream()
                .flatMap(part -> parts.add(Samples.B, (MembershipMessage.EntryPart) part).stream())
                .toList();
        assertThat(joined).containsExactly(entry(1, 1, MANY));
    }

    @Test
    void oneLongEntryAtATime() {
        EntryBatch batch = new EntryBatch(true);
        assertThat(batch.add(Optional.empty(), entry(1, 1, MANY))).isTrue();
        assertThat(batch.add(Optional.empty(), entry(2, 1, MANY))).isFalse();
    }

    @Test
    void everyMessageFits() {
        for (boolean takesChanges : new boolean[] {true, false}) {
            EntryBatch batch = new EntryBatch(takesChanges);
            int added = 0;
            while (added < 200 && batch.add(known(added, 1, 900), entry(added, 2, 1_000))) {
                added++;
            }
            assertThat(added).isBetween(1, 199);
            assertThat(batch.messages()).hasSize(1).allSatisfy(message -> assertThat(
                            MembershipCodec.encode(message).remaining())
                    .isLessThanOrEqualTo(MembershipCodec.MAX_BYTES));
        }
    }

    @Test
    void peerThatTakesNoChangesIsSentShortWholeEntries() {
        EntryBatch batch = new EntryBatch(false);
        assertThat(batch.add(known(1, 1, 10), entry(1, 2, 11))).isTrue();
        assertThat(batch.add(Optional.empty(), entry(2, 1, MANY))).isTrue();
        assertThat(batch.messages())
                .containsExactly(new MembershipMessage.Entries(
                        List.of(entry(1, 2, 11), entry(2, 1, MANY).forEarlier())));
    }

    @Test
    void batchWithNothingInItIsAnEmptyMessage() {
        assertThat(new EntryBatch(true).messages()).containsExactly(new MembershipMessage.Entries(List.of()));
    }
}
