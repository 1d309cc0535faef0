package chaski.streamer.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTreeTest {

    private final PatternTree<String> tree = new PatternTree<>();

    @Test
    void wildcardsMatchAccordingToTheirPattern() {
        for (String pattern : List.of("a", "a.b", "a.*", "*.b", "a.>", ">", "*", "*.*", "a.*.>", "b.>")) {
            tree.add(TopicPattern.of(pattern), pattern);
        }

        assertThat(tree.match(Topic.of("a"))).containsExactlyInAnyOrder("a", "*", ">");
        assertThat(tree.match(Topic.of("a.b"))).containsExactlyInAnyOrder("a.b", "a.*", "*.b", "*.*", "a.>", ">");
        assertThat(tree.match(Topic.of("a.b.c"))).containsExactlyInAnyOrder("a.>", "a.*.>", ">");
        assertThat(tree.match(Topic.of("c.d"))).containsExactlyInAnyOrder("*.*", ">");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void itAgreesWithTheDefinitionWhateverComesAndGoes(int seed) {
        Random random = new Random(seed);
        List<TopicPattern> present = new ArrayList<>();
        for (int step = 0; step < 3000; step++) {
            if (present.isEmpty() || random.nextInt(3) > 0) {
                TopicPattern pattern = TopicPattern.of(name(random, true));
                present.add(pattern);
                tree.add(pattern, pattern.text());
            } else {
                TopicPattern gone = present.remove(random.nextInt(present.size()));
                assertThat(tree.remove(gone, gone.text())).isTrue();
            }
            if (step % 10 == 0) {
                Topic topic = Topic.of(name(random, false));
                assertThat(tree.match(topic))
                        .containsExactlyInAnyOrderElementsOf(present.stream()
                                .filter(p -> p.matches(topic))
                                .map(TopicPattern::text)
                                .toList());
            }
        }
        present.forEach(p -> assertThat(tree.remove(p, p.text())).isTrue());
        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void absentPatternsAreNotRemoved() {
        tree.add(TopicPattern.of("a.b"), "x");

        assertThat(tree.remove(TopicPattern.of("a.b"), "y")).isFalse();
        assertThat(tree.remove(TopicPattern.of("a.b.c"), "x")).isFalse();
        assertThat(tree.remove(TopicPattern.of("a.>"), "x")).isFalse();
        assertThat(tree.match(Topic.of("a.b"))).containsExactly("x");
    }

    private static String name(Random random, boolean wildcards) {
        StringBuilder name = new StringBuilder();
        int tokens = 1 + random.nextInt(4);
        for (int i = 0; i < tokens; i++) {
            name.append(i == 0 ? "" : ".");
            int kind = wildcards ? random.nextInt(6) : 5;
            name.append(kind == 0 ? "*" : kind == 1 && i == tokens - 1 ? ">" : "" + (char) ('a' + random.nextInt(3)));
        }
        return name.toString();
    }
}
