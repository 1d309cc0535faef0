package chaski.node.osgi;

import chaski.api.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The ids of the nodes of this framework, so that two configurations with one id do not refuse each other's sessions. The first one
 * keeps the id; others wait, in turn. Thread-safe; calls no code of its users.
 */
final class IdClaims {

    private final Map<NodeId, String> owners = new HashMap<>();
    private final Map<NodeId, Deque<Runnable>> waiting = new HashMap<>();

    /**
     * Claims an id.
     *
     * @param id the id
     * @param pid the configuration that claims it
     * @param whenFree kept if the id is in use, and returned by {@link #release} when the claim can be repeated
     * @return the PID of the configuration that has the id; empty if the claim is successful
     */
    synchronized Optional<String> claim(NodeId id, String pid, Runnable whenFree) {
        String owner = owners.putIfAbsent(id, pid);
        if (owner != null) {
            waiting.computeIfAbsent(id, key -> new ArrayDeque<>()).add(whenFree);
        }
        return Optional.ofNullable(owner);
    }

    /** Withdraws a claim that waits. */
    synchronized void withdraw(Runnable whenFree) {
        waiting.values().forEach(queue -> queue.remove(whenFree));
        waiting.values().removeIf(Deque::isEmpty);
    }

    /**
     * Ends a claim.
     *
     * @param id the id
     * @return what the next configuration in turn is to do, if there is one; run it without a lock
     */
    synchronized Optional<Runnable> release(NodeId id) {
        owners.remove(id);
        Deque<Runnable> queue = waiting.get(id);
        if (queue == null) {
            return Optional.empty();
        }
        Runnable next = Objects.requireNonNull(queue.poll());
        if (queue.isEmpty()) {
            waiting.remove(id);
        }
        return Optional.of(next);
    }
}
