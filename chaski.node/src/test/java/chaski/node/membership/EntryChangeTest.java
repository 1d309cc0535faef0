package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntryChangeTest {

    private static NodeEntry entry(long version, List<TopicPattern> published, List<TopicPattern> subscribed) {
        return new NodeEntry(Samples.A, 5, version, false, false, "a", List.of(), published, subscribed);
    }

    private static List<TopicPattern> patterns(String... texts) {
        return Stream.of(texts).map(TopicPattern::of).toList();
    }

    private static List<TopicPattern> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TopicPattern.of("t." + i))
                .sorted()
                .toList();
    }

    private static List<TopicPattern> some(Random random) {
        TreeSet<TopicPattern> some = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            some.add(TopicPattern.of("a.fairly.long.topic." + random.nextInt(80)));
        }
        return List.copyOf(some); // about 73 of 80
    }

    @Test
    void changeLeadsFromOneEntryToTheOther() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            NodeEntry before = entry(1 + i, some(random), some(random));
            NodeEntry now = entry(2 + i + random.nextInt(3), some(random), some(random));
            EntryChange change = EntryChange.between(before, now, 3).orElseThrow();
            assertThat(change.applyTo(before)).contains(now);
            assertThat(change.vouch()).isEqualTo(3);
        }
    }

    @Test
    void changeTakesTheBytesThatItSays() {
        Random random = new Random(2);
        NodeEntry before = entry(1, some(random), some(random));
        EntryChange change = EntryChange.between(before, entry(2, some(random), some(random)), 0)
                .orElseThrow();
        FieldWriter out = new FieldWriter();
        EntryCodec.encode(change, out);
        assertThat(change.bytes()).isEqualTo(out.length());
    }

    @Test
    void whatDiffersInMoreThanTopicsIsNoChange() {
        NodeEntry before = entry(1, many(50), many(50));
        NodeEntry after = entry(2, many(51), many(50));
        assertThat(EntryChange.between(before, after, 0)).isPresent();
        List<NodeEntry> others = List.of(
                new NodeEntry(Samples.B, 5, 2, false, false, "a", List.of(), many(51), many(50)),
                new NodeEntry(Samples.A, 6, 2, false, false, "a", List.of(), many(51), many(50)),
                new NodeEntry(Samples.A, 5, 1, false, false, "a", List.of(), many(51), many(50)),
                new NodeEntry(Samples.A, 5, 2, false, true, "a", List.of(), many(51), many(50)),
                new NodeEntry(Samples.A, 5, 2, false, false, "b", List.of(), many(51), many(50)),
                new NodeEntry(
                        Samples.A,
                        5,
                        2,
                        false,
                        false,
                        "a",
                        List.of(chaski.api.Endpoint.parse("tcp://h:1")),
                        many(51),
                        many(50)),
                NodeEntry.tombstone(Samples.A, 5, 2));
        for (NodeEntry other : others) {
            assertThat(EntryChange.between(before, other, 0)).as("%s", other).isEmpty();
        }
        assertThat(EntryChange.between(NodeEntry.tombstone(Samples.A, 5, 1), after, 0))
                .isEmpty();
    }

    @Test
    void listsInAnotherOrderAreSentWhole() {
        List<TopicPattern> unsorted = new ArrayList<>(many(50));
        unsorted.add(TopicPattern.of("a"));
        assertThat(EntryChange.between(entry(1, many(50), many(50)), entry(2, unsorted, many(50)), 0))
                .isEmpty();
    }

    @Test
    void changeThatIsLongerThanTheEntryIsNotMade() {
        assertThat(EntryChange.between(entry(1, many(500), many(0)), entry(2, many(1), many(0)), 0))
                .isEmpty();
    }

    @Test
    void changeIsAppliedOnlyToWhatItWasMadeFor() {
        NodeEntry before = entry(3, patterns("a", "b"), patterns("c"));
        var published = new EntryChange.Difference(patterns("d"), patterns("a"));
        var subscribed = new EntryChange.Difference(patterns(), patterns());
        EntryChange change = new EntryChange(Samples.A, 5, 3, 4, 0, published, subscribed);
        assertThat(change.applyTo(before)).contains(entry(4, patterns("b", "d"), patterns("c")));
        assertThat(change.applyTo(entry(2, patterns("a", "b"), patterns("c")))).isEmpty();
        assertThat(change.applyTo(entry(3, patterns("b"), patterns("c"))))
                .as("lacks a")
                .isEmpty();
        assertThat(change.applyTo(entry(3, patterns("a", "d"), patterns("c"))))
                .as("has d")
                .isEmpty();
        assertThat(change.applyTo(NodeEntry.tombstone(Samples.A, 5, 3))).isEmpty();
        assertThat(new EntryChange(Samples.B, 5, 3, 4, 0, published, subscribed).applyTo(before))
                .isEmpty();
        assertThat(new EntryChange(Samples.A, 6, 3, 4, 0, published, subscribed).applyTo(before))
                .isEmpty();
    }

    @Test
    void changeThatMakesAnEntryTooLargeIsNotApplied() {
        NodeEntry full = entry(1, many(NodeEntry.MAX_TOPICS), List.of());
        var one = new EntryChange.Difference(patterns("one.more"), patterns());
        var none = new EntryChange.Difference(patterns(), patterns());
        assertThat(new EntryChange(Samples.A, 5, 1, 2, 0, one, none).applyTo(full))
                .isEmpty();
        List<TopicPattern> wide = IntStream.range(10_000, 12_500)
                .mapToObj(i -> TopicPattern.of("x".repeat(200) + i))
                .toList();
        NodeEntry almost = entry(1, wide, List.of());
        assertThat(EntryCodec.bytes(almost)).isLessThan(NodeEntry.MAX_BYTES);
        var more = new EntryChange.Difference(
                IntStream.range(0, 100)
                        .mapToObj(i -> TopicPattern.of("y".repeat(200) + i))
                        .toList(),
                patterns());
        assertThat(new EntryChange(Samples.A, 5, 1, 2, 0, more, none).applyTo(almost))
                .isEmpty();
    }
}
