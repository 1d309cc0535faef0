package chaski.streamer.subscribe;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic pattern, one branch for each token: the cost of a match depends on the topic's tokens and on the
 * matches, not on the number of values. Guarded by its user.
 */
final class PatternTree<V> {

    private static final Pattern DOT = Pattern.compile("\\.");

    private final Branch<V> root = new Branch<>();

    private static final class Branch<V> {

        private final Map<String, Branch<V>> children = new HashMap<>(2);
        private final List<V> here = new ArrayList<>(1);
        private final List<V> rest = new ArrayList<>(1);

        private boolean isBare() {
            return children.isEmpty() && here.isEmpty() && rest.isEmpty();
        }
    }

    void add(TopicPattern pattern, V value) {
        String[] tokens = DOT.split(pattern.text(), -1);
        Branch<V> branch = root;
        for (int i = 0; i < plain(tokens); i++) {
            branch = branch.children.computeIfAbsent(tokens[i], t -> new Branch<>());
        }
        leaves(branch, tokens).add(value);
    }

    boolean remove(TopicPattern pattern, V value) {
        return remove(root, DOT.split(pattern.text(), -1), 0, value);
    }

    private static <V> boolean remove(Branch<V> branch, String[] tokens, int depth, V value) {
        if (depth == plain(tokens)) {
            return leaves(branch, tokens).remove(value);
        }
        Branch<V> child = branch.children.get(tokens[depth]);
        if (child == null || !remove(child, tokens, depth + 1, value)) {
            return false;
        }
        if (child.isBare()) {
            branch.children.remove(tokens[depth]);
        }
        return true;
    }

    boolean isEmpty() {
        return root.isBare();
    }

    /** How many tokens lead to a branch: all of them, or all but a final wildcard. */
    private static int plain(String[] tokens) {
        return isOpenEnded(tokens) ? tokens.length - 1 : tokens.length;
    }

    private static <V> List<V> leaves(Branch<V> branch, String[] tokens) {
        return isOpenEnded(tokens) ? branch.rest : branch.here;
    }

    private static boolean isOpenEnded(String[] tokens) {
        return tokens[tokens.length - 1].equals(TopicPattern.REST);
    }

    List<V> match(Topic topic) {
        List<V> found = new ArrayList<>();
        collect(root, DOT.split(topic.name(), -1), 0, found);
        return found;
    }

    private static <V> void collect(@Nullable Branch<V> branch, String[] tokens, int depth, List<V> found) {
        if (branch == null) {
            return;
        }
        if (depth == tokens.length) {
            found.addAll(branch.here);
            return;
        }
        found.addAll(branch.rest);
        collect(branch.children.get(tokens[depth]), tokens, depth + 1, found);
        collect(branch.children.get(TopicPattern.ANY_TOKEN), tokens, depth + 1, found);
    }
}
