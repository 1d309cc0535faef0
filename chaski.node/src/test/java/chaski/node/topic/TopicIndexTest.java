package chaski.node.topic;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopicIndexTest {

    private final TopicIndex<String> index = new TopicIndex<>();

    @Test
    void findsPlainAndWildcardPatterns() {
        for (String pattern : List.of("lab.eeg.left", "lab.*.left", "lab.>", "*", ">", "lab.eeg", "lab.eeg.left.>")) {
            index.add(TopicPattern.of(pattern), pattern);
        }
        assertThat(index.match(Topic.of("lab.eeg.left")))
                .containsExactlyInAnyOrder("lab.eeg.left", "lab.*.left", "lab.>", ">");
        assertThat(index.match(Topic.of("lab"))).containsExactlyInAnyOrder("*", ">");
        assertThat(index.match(Topic.of("lab.eeg.left.raw"))).containsExactlyInAnyOrder("lab.eeg.left.>", "lab.>", ">");
        assertThat(index.match(Topic.of("other.eeg"))).containsExactly(">");
    }

    @Test
    void valueRegisteredTwiceIsFoundTwiceAndRemovedTwice() {
        TopicPattern pattern = TopicPattern.of("a.*");
        index.add(pattern, "x");
        index.add(pattern, "x");
        index.add(pattern, "y");
        assertThat(index.match(Topic.of("a.b"))).containsExactly("x", "x", "y");
        assertThat(index.remove(pattern, "x")).isTrue();
        assertThat(index.match(Topic.of("a.b"))).containsExactly("x", "y");
        assertThat(index.remove(pattern, "x")).isTrue();
        assertThat(index.remove(pattern, "x")).isFalse();
        assertThat(index.match(Topic.of("a.b"))).containsExactly("y");
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void removalOfWhatIsNotThereChangesNothing() {
        index.add(TopicPattern.of("a.b"), "x");
        assertThat(index.remove(TopicPattern.of("a.c"), "x")).isFalse();
        assertThat(index.remove(TopicPattern.of("a.b"), "y")).isFalse();
        assertThat(index.remove(TopicPattern.of("a.*"), "x")).isFalse();
        assertThat(index.remove(TopicPattern.of("a.b.>"), "x")).isFalse();
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void nothingIsLeftBehindWhenAllIsRemoved() {
        List<String> patterns = List.of("a.b.c", "a.*.c", "a.>", "*.*.*", ">", "a", "x.y.z.>");
        patterns.forEach(p -> index.add(TopicPattern.of(p), p));
        patterns.forEach(p -> assertThat(index.remove(TopicPattern.of(p), p)).isTrue());
        assertThat(index.isEmpty()).isTrue();
        assertThat(index.branches()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true",
        "a.b, a.c, false",
        "a.*, *.b, true",
        "a.*, a.b.c, false",
        "a.>, a.b.c, true",
        "a.>, a, false",
        "a.>, *, false",
        ">, *, true",
        "a.*.c, a.b.>, true",
        "a.*.c, a.b.d, false",
        "x.>, y.>, false"
    })
    void overlapIsSymmetric(String one, String other, boolean expected) {
        TopicPattern a = TopicPattern.of(one);
        TopicPattern b = TopicPattern.of(other);
        assertThat(TopicIndex.overlaps(a, b)).isEqualTo(expected);
        assertThat(TopicIndex.overlaps(b, a)).isEqualTo(expected);
    }

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithThePatternsThemselves(long seed) {
        Random random = new Random(seed);
        TopicIndex<Integer> numbers = new TopicIndex<>();
        List<TopicPattern> patterns = new ArrayList<>();
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            patterns.add(pattern(random));
            numbers.add(patterns.get(i), i);
            live.add(i);
            if (random.nextInt(3) == 0) {
                Integer gone = live.remove(random.nextInt(live.size()));
                assertThat(numbers.remove(patterns.get(gone), gone)).isTrue();
            }
        }
        for (int i = 0; i < 200; i++) {
            Topic topic = Topic.of(name(random, "abc"));
            assertThat(numbers.match(topic))
                    .as("seed %d, topic %s", seed, topic)
                    .containsExactlyInAnyOrderElementsOf(live.stream()
                            .filter(n -> patterns.get(n).matches(topic))
                            .toList());
            TopicPattern asked = pattern(random);
            assertThat(numbers.overlapping(asked))
                    .as("seed %d, pattern %s", seed, asked)
                    .containsExactlyInAnyOrderElementsOf(live.stream()
                            .filter(n -> TopicIndex.overlaps(patterns.get(n), asked))
                            .toList());
        }
        assertThat(numbers.size()).isEqualTo(live.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void overlapMeansThatSomeTopicMatchesBoth(long seed) {
        Random random = new Random(seed);
        List<Topic> all = everyTopicUpTo(4, List.of("a", "b"));
        for (int i = 0; i < 100; i++) {
            TopicPattern one = TopicPattern.of(shortPattern(random));
            TopicPattern other = TopicPattern.of(shortPattern(random));
            boolean shared = all.stream().anyMatch(t -> one.matches(t) && other.matches(t));
            assertThat(TopicIndex.overlaps(one, other))
                    .as("seed %d: %s and %s", seed, one, other)
                    .isEqualTo(shared);
        }
    }

    @Test
    void costDoesNotGrowWithTheNumberOfSubscriptions() {
        Topic topic = Topic.of("t.x500.y.z");
        int before = 0;
        for (int i = 0; i < 100_000; i++) {
            index.add(TopicPattern.of("t.x" + i + ".y.z"), "v");
            index.add(TopicPattern.of("t.*.y" + i), "v");
            if (i == 1000) {
                before = index.visited(topic);
            }
        }
        assertThat(index.visited(topic)).isEqualTo(before).isLessThan(16);
    }

    @Test
    void worstCaseIsBoundedByTheTokens() {
        for (int mask = 0; mask < 1 << 15; mask++) {
            index.add(TopicPattern.of(halfWild(mask)), "v");
        }
        Topic topic = Topic.of("a" + ".a".repeat(15));
        assertThat(index.match(topic)).hasSize(1 << 15);
        assertThat(index.visited(topic)).isLessThan(1 << 17);
    }

    @Test
    void collidingNamesAreToldApart() {
        int count = 100_000;
        List<String> names = colliding(count);
        names.forEach(name -> index.add(TopicPattern.of("t." + name), name));
        assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);
        assertThat(names).allMatch(name -> index.match(Topic.of("t." + name)).equals(List.of(name)));
        names.forEach(name -> index.remove(TopicPattern.of("t." + name), name));
        assertThat(index.branches()).isEqualTo(1);
    }

    /** "Aa" and "BB" have one hash code, and so have all strings made of them. */
    private static List<String> colliding(int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        return names;
    }

    private static String halfWild(int mask) {
        StringBuilder text = new StringBuilder("a");
        for (int bit = 0; bit < 15; bit++) {
            text.append((mask >> bit & 1) == 0 ? ".a" : ".*");
        }
        return text.toString();
    }

    private static TopicPattern pattern(Random random) {
        String name = name(random, "abc***");
        return TopicPattern.of(random.nextInt(4) == 0 ? name + ".>" : name);
    }

    private static String shortPattern(Random random) {
        StringBuilder text = new StringBuilder();
        int tokens = 1 + random.nextInt(3);
        for (int i = 0; i < tokens; i++) {
            text.append(i == 0 ? "" : ".").append("ab**".charAt(random.nextInt(4)));
        }
        return random.nextInt(3) == 0 ? text.substring(0, text.length() - 1) + ">" : text.toString();
    }

    private static String name(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        int tokens = 1 + random.nextInt(5);
        for (int i = 0; i < tokens; i++) {
            text.append(i == 0 ? "" : ".").append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static List<Topic> everyTopicUpTo(int tokens, List<String> alphabet) {
        List<String> names = new ArrayList<>(List.of(""));
        List<Topic> topics = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                for (String token : alphabet) {
                    longer.add(name.isEmpty() ? token : name + "." + token);
                }
            }
            longer.forEach(name -> topics.add(Topic.of(name)));
            names = longer;
        }
        return topics;
    }
}
