package chaski.node.pairing;

import chaski.api.NodeId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Tasks for nodes at later times: at most one of each kind for each node. */
final class ScheduledTasks {

    /** The clock's numbers may wrap; distances from the beginning do not within three centuries. */
    private final long originNs;

    private final TreeSet<Task> tasks = new TreeSet<>();
    private final Map<NodeId, Map<Kind, Task>> byNode = new HashMap<>();

    ScheduledTasks(long nowNs) {
        originNs = nowNs;
    }

    /** The kinds of tasks. */
    enum Kind {
        /** Dial: the time in which the node with the lower id dials first is over. */
        REACH,
        /** Check that there is a session by now. */
        CHECK,
        /** End a session that neither side has needed for a while. */
        LEAVE,
        /** Give up on a node that expired and has not come back. */
        FORGET
    }

    /** Does nothing if the task is scheduled already. */
    void add(Kind kind, NodeId node, long atNs) {
        Map<Kind, Task> mine = byNode.computeIfAbsent(node, id -> new EnumMap<>(Kind.class));
        if (!mine.containsKey(kind)) {
            Task task = new Task(atNs - originNs, node, kind);
            mine.put(kind, task);
            tasks.add(task);
        }
    }

    void remove(Kind kind, NodeId node) {
        Map<Kind, Task> mine = byNode.get(node);
        if (mine == null) {
            return;
        }
        Optional.ofNullable(mine.remove(kind)).ifPresent(tasks::remove);
        if (mine.isEmpty()) {
            byNode.remove(node);
        }
    }

    boolean has(Kind kind, NodeId node) {
        Map<Kind, Task> mine = byNode.get(node);
        return mine != null && mine.containsKey(kind);
    }

    /** Removes the tasks that are due, the earliest first. */
    List<Task> take(long nowNs) {
        List<Task> due = new ArrayList<>();
        while (!tasks.isEmpty() && tasks.first().afterNs() <= nowNs - originNs) {
            Task task = tasks.first();
            due.add(task);
            remove(task.kind(), task.node());
        }
        return due;
    }

    OptionalLong nextNs() {
        return tasks.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(originNs + tasks.first().afterNs());
    }

    record Task(long afterNs, NodeId node, Kind kind) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            if (afterNs != other.afterNs) {
                return Long.compare(afterNs, other.afterNs);
            }
            int byNode = node.compareTo(other.node);
            return byNode != 0 ? byNode : kind.compareTo(other.kind);
        }
    }
}
