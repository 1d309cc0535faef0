package chaski.node.topic;

import chaski.api.TopicPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node in the tree of a {@link TopicIndex}: the patterns that end here, those that end here with {@code >}, and the
 * next tokens. The depth is bounded by the tokens of a pattern, so recursion is safe.
 */
final class TopicTreeNode<T> {

    private final PatternValues<T> here = new PatternValues<>();
    private final PatternValues<T> rest = new PatternValues<>();
    private @Nullable Map<String, TopicTreeNode<T>> named;
    private @Nullable TopicTreeNode<T> any;

    void add(String[] tokens, int at, T value) {
        if (at == tokens.length) {
            here.add(value);
        } else if (tokens[at].equals(TopicPattern.REST)) {
            rest.add(value);
        } else {
            child(tokens[at]).add(tokens, at + 1, value);
        }
    }

    boolean remove(String[] tokens, int at, T value) {
        if (at == tokens.length) {
            return here.remove(value);
        }
        String token = tokens[at];
        if (token.equals(TopicPattern.REST)) {
            return rest.remove(value);
        }
        TopicTreeNode<T> next = next(token);
        if (next == null || !next.remove(tokens, at + 1, value)) {
            return false;
        }
        if (next.isEmpty()) {
            prune(token);
        }
        return true;
    }

    /** Returns how many nodes were visited. */
    int match(String[] topic, int at, Consumer<? super T> into) {
        if (at == topic.length) {
            here.forEach(into);
            return 1;
        }
        rest.forEach(into);
        int visited = 1;
        TopicTreeNode<T> same = named == null ? null : named.get(topic[at]);
        if (same != null) {
            visited += same.match(topic, at + 1, into);
        }
        if (any != null) {
            visited += any.match(topic, at + 1, into);
        }
        return visited;
    }

    void overlapping(String[] pattern, int at, Consumer<? super T> into) {
        if (at == pattern.length) {
            here.forEach(into);
            return;
        }
        rest.forEach(into);
        String token = pattern[at];
        if (token.equals(TopicPattern.REST)) {
            forEachChild(child -> child.everything(into));
        } else if (token.equals(TopicPattern.ANY_TOKEN)) {
            forEachChild(child -> child.overlapping(pattern, at + 1, into));
        } else {
            TopicTreeNode<T> same = named == null ? null : named.get(token);
            if (same != null) {
                same.overlapping(pattern, at + 1, into);
            }
            if (any != null) {
                any.overlapping(pattern, at + 1, into);
            }
        }
    }

    int count() {
        int[] sum = {1};
        forEachChild(child -> sum[0] += child.count());
        return sum[0];
    }

    private void everything(Consumer<? super T> into) {
        here.forEach(into);
        rest.forEach(into);
        forEachChild(child -> child.everything(into));
    }

    private void forEachChild(Consumer<TopicTreeNode<T>> action) {
        if (named != null) {
            named.values().forEach(action);
        }
        if (any != null) {
            action.accept(any);
        }
    }

    private boolean isEmpty() {
        return here.isEmpty() && rest.isEmpty() && named == null && any == null;
    }

    private @Nullable TopicTreeNode<T> next(String token) {
        if (token.equals(TopicPattern.ANY_TOKEN)) {
            return any;
        }
        return named == null ? null : named.get(token);
    }

    private TopicTreeNode<T> child(String token) {
        if (token.equals(TopicPattern.ANY_TOKEN)) {
            if (any == null) {
                any = new TopicTreeNode<>();
            }
            return any;
        }
        if (named == null) {
            named = new HashMap<>();
        }
        return named.computeIfAbsent(token, unused -> new TopicTreeNode<>());
    }

    private void prune(String token) {
        if (token.equals(TopicPattern.ANY_TOKEN)) {
            any = null;
        } else if (named != null) {
            named.remove(token);
            if (named.isEmpty()) {
                named = null;
            }
        }
    }
}
