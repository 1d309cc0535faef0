package chaski.node.membership;

import chaski.api.TopicPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reduces a list of topics so that it fits an entry. Topics with the same first tokens are replaced by one pattern,
 * {@code a.b.>}, with as many common tokens as possible, so that few other nodes wrongly find a shared topic.
 */
final class TopicSummary {

    private static final Pattern DOT = Pattern.compile("\\.");

    private TopicSummary() {}

    /**
     * Returns the same patterns if they fit, or fewer that match at least the same topics.
     *
     * @param patterns in ascending order, without repetition
     * @param maxCount the most patterns, 1 or more
     * @param maxBytes the most bytes of {@link EntryCodec#patternBytes}, as much as one pattern at least
     * @return in ascending order
     */
    static List<TopicPattern> fit(List<TopicPattern> patterns, int maxCount, int maxBytes) {
        if (fits(patterns, maxCount, maxBytes)) {
            return patterns;
        }
        List<String[]> split =
                patterns.stream().map(pattern -> DOT.split(pattern.text())).toList();
        int longest = split.stream().mapToInt(tokens -> tokens.length).max().orElse(0);
        for (int depth = longest - 1; depth > 0; depth--) {
            List<TopicPattern> shorter = groupedBy(depth, patterns, split);
            if (fits(shorter, maxCount, maxBytes)) {
                return shorter;
            }
        }
        return List.of(NodeEntry.EVERYTHING);
    }

    private static boolean fits(Collection<TopicPattern> patterns, int maxCount, int maxBytes) {
        return patterns.size() <= maxCount && EntryCodec.patternBytes(patterns) <= maxBytes;
    }

    /**
     * Replaces groups of patterns with more than {@code depth} tokens that share the first {@code depth}; a single one
     * is kept.
     */
    private static List<TopicPattern> groupedBy(int depth, List<TopicPattern> patterns, List<String[]> split) {
        Map<String, List<TopicPattern>> groups = new TreeMap<>();
        List<TopicPattern> result = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            String[] tokens = split.get(i);
            if (tokens.length > depth) {
                String start = String.join(".", List.of(tokens).subList(0, depth));
                groups.computeIfAbsent(start, key -> new ArrayList<>()).add(patterns.get(i));
            } else {
                result.add(patterns.get(i));
            }
        }
        groups.forEach((start, group) ->
                result.add(group.size() == 1 ? group.get(0) : TopicPattern.of(start + "." + TopicPattern.REST)));
        result.sort(null);
        return List.copyOf(result);
    }
}
