package chaski.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicPatternTest {

    private static final long SEED = 20_261_201L;

    /** One more token than any pattern has, so that {@code >} differs from each fixed number of {@code *}. */
    private static final int MOST_TOKENS = 4;

    private static final List<Topic> TOPICS = topics();

    @Test
    void coverageIsContainmentOfTheMatchedTopics() {
        assertThat(covers("lab.>", "lab.eeg.*")).isTrue();
        assertThat(covers("lab.>", "lab.>")).isTrue();
        assertThat(covers(">", "*")).isTrue();
        assertThat(covers("lab.*", "lab.eeg")).isTrue();
        assertThat(covers("lab.>", "lab")).isFalse();
        assertThat(covers("lab.*", "lab.>")).isFalse();
        assertThat(covers("lab.eeg", "lab.*")).isFalse();
        assertThat(covers("lab.ee", "lab.eeg")).isFalse();
        assertThat(covers("lab.eeg", "lab.ee")).isFalse();
        assertThat(covers("lab.eeg", "lab")).isFalse();
        assertThat(covers("lab.*.left", "lab.eeg.*")).isFalse();
    }

    @Test
    void comparisonsAgreeWithTheTopicsOfGeneratedPatterns() {
        Random random = new Random(SEED);
        int covering = 0;
        int overlapping = 0;
        for (int i = 0; i < 20_000; i++) {
            TopicPattern a = pattern(random);
            TopicPattern b = pattern(random);
            boolean contains = TOPICS.stream().filter(b::matches).allMatch(a::matches);
            boolean common = TOPICS.stream().anyMatch(topic -> a.matches(topic) && b.matches(topic));

            assertThat(a.covers(b)).as("%s covers %s", a, b).isEqualTo(contains);
            assertThat(a.overlaps(b)).as("%s overlaps %s", a, b).isEqualTo(common);
            assertThat(b.overlaps(a)).as("%s overlaps %s", b, a).isEqualTo(common);
            covering += contains ? 1 : 0;
            overlapping += common ? 1 : 0;
        }
        assertThat(covering).isBetween(1_000, 19_000);
        assertThat(overlapping).isBetween(1_000, 19_000);
    }

    private static boolean covers(String a, String b) {
        return TopicPattern.of(a).covers(TopicPattern.of(b));
    }

    /** One to three tokens of two names and the wildcards. */
    private static TopicPattern pattern(Random random) {
        int tokens = 1 + random.nextInt(MOST_TOKENS - 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens; i++) {
            boolean last = i == tokens - 1;
            text.append(i == 0 ? "" : ".").append(List.of("a", "ab", "*", ">").get(random.nextInt(last ? 4 : 3)));
        }
        return TopicPattern.of(text.toString());
    }

    /** All topics of up to four tokens of the two names and one that no pattern contains. */
    private static List<Topic> topics() {
        List<String> texts = new ArrayList<>();
        List<String> longest = List.of("");
        for (int i = 0; i < MOST_TOKENS; i++) {
            List<String> longer = new ArrayList<>();
            for (String text : longest) {
                for (String token : List.of("a", "ab", "x")) {
                    longer.add(text.isEmpty() ? token : text + "." + token);
                }
            }
            texts.addAll(longer);
            longest = longer;
        }
        return texts.stream().map(Topic::of).toList();
    }
}
