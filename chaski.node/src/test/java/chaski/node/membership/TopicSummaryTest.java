package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicSummaryTest {

    private static List<String> fit(int maxCount, int maxBytes, String... patterns) {
        List<TopicPattern> sorted =
                Stream.of(patterns).sorted().map(TopicPattern::of).toList();
        return TopicSummary.fit(sorted, maxCount, maxBytes).stream()
                .map(TopicPattern::text)
                .toList();
    }

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(fit(3, 1_000, "a.b", "a.c", "d")).containsExactly("a.b", "a.c", "d");
    }

    @Test
    void theLongestCommonBeginningsAreKept() {
        assertThat(fit(3, 1_000, "a.b.1", "a.b.2", "a.c.1", "d")).containsExactly("a.b.>", "a.c.1", "d");
    }

    @Test
    void shorterBeginningsComeNext() {
        assertThat(fit(2, 1_000, "a.b.1", "a.b.2", "a.c.1", "d")).containsExactly("a.>", "d");
    }

    @Test
    void topicThatIsABeginningItselfIsKept() {
        assertThat(fit(2, 1_000, "a", "a.1", "a.2")).containsExactly("a", "a.>");
    }

    @Test
    void wildcardsInTheBeginningAreKept() {
        assertThat(fit(1, 1_000, "*.b.1", "*.b.2")).containsExactly("*.b.>");
        assertThat(fit(1, 1_000, "a.>", "a.b", "a.c")).containsExactly("a.>");
    }

    @Test
    void whatHasNothingInCommonBecomesEverything() {
        assertThat(fit(2, 1_000, "a", "b", "c")).containsExactly(">");
    }

    @Test
    void bytesCountLikeTheNumber() {
        assertThat(fit(10, 2 + 2 + 3, "a.1", "a.2")).containsExactly("a.>");
        assertThat(fit(10, 2 + 2 + 3 + 2 + 3, "a.1", "a.2")).containsExactly("a.1", "a.2");
    }

    @Test
    void noTopicIsLost() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            TreeSet<TopicPattern> all = new TreeSet<>();
            for (int i = 0; i < 100; i++) {
                StringBuilder topic = new StringBuilder("t" + random.nextInt(3));
                for (int depth = random.nextInt(4); depth > 0; depth--) {
                    topic.append('.').append(random.nextInt(5));
                }
                all.add(TopicPattern.of(topic.toString()));
            }
            int maxCount = 1 + random.nextInt(60);
            List<TopicPattern> summary = TopicSummary.fit(List.copyOf(all), maxCount, 10_000);
            assertThat(summary).hasSizeLessThanOrEqualTo(maxCount).isSorted().doesNotHaveDuplicates();
            for (TopicPattern topic : all) {
                assertThat(summary).anyMatch(pattern -> pattern.matches(Topic.of(topic.text())));
            }
        }
    }
}
