package chaski.streamer.subscribe;

import chaski.api.InvalidTopicException;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.fuzz.DecoderOracle;
import chaski.node.topic.TopicIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Topics and patterns as text: all implementations decide alike on each. */
public final class TopicTarget {

    private static final int MOST = 16;

    private TopicTarget() {}

    /** Lines: a topic, then patterns. */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> check(new String(data, StandardCharsets.UTF_8).split("\n", MOST)));
    }

    private static void check(String... lines) {
        TopicIndex<String> engine = new TopicIndex<>();
        PatternTree<String> streamer = new PatternTree<>();
        List<TopicPattern> patterns = new ArrayList<>();
        for (String line : lines) {
            TopicPattern pattern = pattern(line);
            if (pattern != null) {
                patterns.add(pattern);
                engine.add(pattern, pattern.text());
                streamer.add(pattern, pattern.text());
            }
        }
        for (TopicPattern pattern : patterns) {
            if (pattern.isTopic()) {
                Topic topic = Topic.of(pattern.text());
                match(topic, patterns, engine, streamer);
            } else {
                refuse(pattern.text());
            }
            for (TopicPattern other : patterns) {
                DecoderOracle.same(TopicIndex.overlaps(pattern, other), TopicIndex.overlaps(other, pattern));
                if (pattern.isTopic()) {
                    DecoderOracle.same(other.matches(Topic.of(pattern.text())), TopicIndex.overlaps(pattern, other));
                }
            }
        }
        for (TopicPattern pattern : patterns) {
            DecoderOracle.same(true, engine.remove(pattern, pattern.text()));
        }
        DecoderOracle.same(true, engine.isEmpty());
    }

    private static void match(
            Topic topic, List<TopicPattern> patterns, TopicIndex<String> engine, PatternTree<String> streamer) {
        List<String> expected = new ArrayList<>();
        patterns.stream().filter(pattern -> pattern.matches(topic)).forEach(pattern -> expected.add(pattern.text()));
        DecoderOracle.same(sorted(expected), sorted(engine.match(topic)));
        DecoderOracle.same(sorted(expected), sorted(streamer.match(topic)));
    }

    private static List<String> sorted(List<String> texts) {
        List<String> sorted = new ArrayList<>(texts);
        Collections.sort(sorted);
        return sorted;
    }

    private static void refuse(String name) {
        try {
            throw new AssertionError("expected no topic, got " + Topic.of(name));
        } catch (InvalidTopicException expected) {
            // a pattern is no topic
        }
    }

    private static @Nullable TopicPattern pattern(String text) {
        try {
            TopicPattern pattern = TopicPattern.of(text);
            DecoderOracle.same(text, pattern.text());
            return pattern;
        } catch (InvalidTopicException expected) {
            try {
                throw new AssertionError("no pattern and yet a topic: " + Topic.of(text));
            } catch (InvalidTopicException expectedToo) {
                return null;
            }
        }
    }
}
