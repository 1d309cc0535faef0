package chaski.node.declaration;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.TopicPattern;
import chaski.api.protocol.Declaration;
import chaski.node.wire.DeclarationChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All declarations of this node, as versioned state: each change raises the version by one, and a peer that has applied
 * a version still needs the changes after it.
 *
 * <p>Thread-safe. Peers are notified and callbacks run after the lock is released.
 */
public final class Declarations {

    private final int limit;
    private final long largestCost;
    private final Consumer<Runnable> later;
    private final Map<Long, LocalDeclaration> byId = new HashMap<>();
    private final TreeMap<Long, LocalDeclaration> byVersion = new TreeMap<>();
    private final TreeMap<Long, Long> removedIds = new TreeMap<>();
    private final Map<DeclarationPeer, Long> appliedBy = new HashMap<>();
    private final List<Withdrawal> withdrawals = new ArrayList<>();
    private final Runnable onChange;
    private long lastId;
    private long version;
    private boolean closed;

    /**
     * Starts without declarations.
     *
     * @param limit the most declarations at a time
     * @param largestCost the cost of the largest message that this node accepts
     * @param later runs a task half a second later, on the control loop
     * @param onChange called after each change, on the thread that made it
     */
    public Declarations(int limit, long largestCost, Consumer<Runnable> later, Runnable onChange) {
        this.limit = limit;
        this.largestCost = largestCost;
        this.later = later;
        this.onChange = onChange;
    }

    private record Withdrawal(long version, Set<DeclarationPeer> waiting, Runnable applied) {}

    /**
     * Adds a declaration.
     *
     * @param channel the number of the channel it belongs to
     * @param declaration the declaration
     * @param guard wraps the callbacks of the declaring code, so that they do not throw
     * @return the declaration in force
     */
    public LocalDeclaration declare(int channel, Declaration declaration, UnaryOperator<Runnable> guard) {
        LocalDeclaration made;
        synchronized (this) {
            if (closed) {
                throw new ClosedException("the node is closed: no subscription can be made");
            }
            if (byId.size() >= limit) {
                throw new LimitException(
                        "expected at most " + limit + " subscriptions on one node (limits.topicsPerPeer): close some");
            }
            made = new LocalDeclaration(this, channel, ++lastId, ++version, declaration, largestCost, later, guard);
            byId.put(made.id(), made);
            byVersion.put(made.version(), made);
        }
        changed();
        return made;
    }

    void withdraw(LocalDeclaration declaration, Runnable applied) {
        boolean now;
        synchronized (this) {
            if (byId.remove(declaration.id()) == null) {
                now = true;
            } else {
                byVersion.remove(declaration.version());
                removedIds.put(++version, declaration.id());
                declaration.withdrawnWith(version);
                Set<DeclarationPeer> waiting = new HashSet<>(appliedBy.keySet());
                now = waiting.isEmpty();
                if (!now) {
                    withdrawals.add(new Withdrawal(version, waiting, applied));
                }
                forgetRemoved();
            }
        }
        declaration.openWindow();
        changed();
        if (now) {
            applied.run();
        }
    }

    /** {@return the current version} */
    public synchronized long version() {
        return version;
    }

    /** {@return the patterns in force} */
    public synchronized List<TopicPattern> patterns() {
        return byId.values().stream()
                .map(d -> d.declaration().pattern())
                .distinct()
                .toList();
    }

    /**
     * A session began; it has applied nothing.
     *
     * @param peer the session
     */
    public synchronized void opened(DeclarationPeer peer) {
        appliedBy.put(peer, 0L);
    }

    /**
     * A session has ended.
     *
     * @param peer the session
     */
    public void closed(DeclarationPeer peer) {
        List<LocalDeclaration> all;
        List<Runnable> done;
        synchronized (this) {
            appliedBy.remove(peer);
            all = new ArrayList<>(byId.values());
            done = settle(peer, Long.MAX_VALUE);
            forgetRemoved();
        }
        all.forEach(d -> d.closeFlow(peer));
        done.forEach(Runnable::run);
    }

    /**
     * A peer has applied this node's declarations.
     *
     * @param peer the session
     * @param upTo the version
     */
    public void applied(DeclarationPeer peer, long upTo) {
        List<Runnable> done;
        synchronized (this) {
            appliedBy.computeIfPresent(peer, (p, old) -> Math.max(old, upTo));
            done = settle(peer, upTo);
            forgetRemoved();
        }
        done.forEach(Runnable::run);
    }

    /**
     * Returns the changes that a peer still needs, in the order of versions.
     *
     * @param peer the session
     * @param after the version sent last
     * @param most the most changes
     * @return the changes, and the version that they lead to
     */
    public Changes changes(DeclarationPeer peer, long after, int most) {
        TreeMap<Long, Object> next = new TreeMap<>();
        long upTo;
        synchronized (this) {
            byVersion.tailMap(after, false).values().stream().limit(most).forEach(d -> next.put(d.version(), d));
            removedIds.tailMap(after, false).entrySet().stream()
                    .limit(most)
                    .forEach(e -> next.put(e.getKey(), e.getValue()));
            upTo = version;
        }
        while (next.size() > most) {
            next.pollLastEntry();
            upTo = next.lastKey();
        }
        List<DeclarationChange> changes = new ArrayList<>(next.size());
        next.forEach((v, what) -> changes.add(change(peer, v, what)));
        forgetFlowsOfEnded(peer, next.values());
        return new Changes(changes, upTo);
    }

    /**
     * Changes up to a version.
     *
     * @param list the changes
     * @param upTo the version after them
     */
    public record Changes(List<DeclarationChange> list, long upTo) {}

    /**
     * A peer is blocked on a flow.
     *
     * @param peer the session
     * @param id the declaration
     * @param needed the grant that it needs
     */
    public void blocked(DeclarationPeer peer, long id, long needed) {
        LocalDeclaration declaration = find(id);
        if (declaration != null) {
            declaration.blocked(peer, needed);
        }
    }

    /**
     * A peer returned unused credit.
     *
     * @param peer the session
     * @param id the declaration
     * @param generation the request it answers
     * @param amount how much
     */
    public void yielded(DeclarationPeer peer, long id, int generation, long amount) {
        LocalDeclaration declaration = find(id);
        if (declaration != null) {
            declaration.yielded(peer, generation, amount);
        }
    }

    /**
     * Returns the flows that were asked to return credit: a DECLARE does not carry such a request.
     *
     * @param peer the session
     * @param changes the changes that it is sent
     * @return the flows
     */
    public List<InboundCredit> askedBack(DeclarationPeer peer, List<DeclarationChange> changes) {
        List<InboundCredit> asked = new ArrayList<>();
        for (DeclarationChange change : changes) {
            LocalDeclaration declaration = find(change.id());
            InboundCredit flow = declaration == null ? null : declaration.existingFlow(peer);
            if (flow != null && flow.reclaim() != 0) {
                asked.add(flow);
            }
        }
        return asked;
    }

    /** {@return the flows of a peer, to be sent again on a new link} */
    public List<InboundCredit> flows(DeclarationPeer peer) {
        List<LocalDeclaration> all;
        synchronized (this) {
            all = new ArrayList<>(byId.values());
        }
        List<InboundCredit> flows = new ArrayList<>();
        for (LocalDeclaration declaration : all) {
            InboundCredit flow = declaration.existingFlow(peer);
            if (flow != null) {
                flows.add(flow);
            }
        }
        return flows;
    }

    /** Refuses new declarations from now on. */
    public synchronized void close() {
        closed = true;
    }

    /**
     * Finds a declaration that is in force.
     *
     * @param id its number
     * @return the declaration, or {@code null}
     */
    public synchronized @Nullable LocalDeclaration find(long id) {
        return byId.get(id);
    }

    private static DeclarationChange change(DeclarationPeer peer, long version, Object what) {
        if (what instanceof LocalDeclaration made) {
            boolean credited = made.isCredited();
            return new DeclarationChange.Added(
                    made.id(),
                    version,
                    made.channel(),
                    made.declaration().pattern(),
                    credited,
                    credited ? made.flow(peer).granted() : 0);
        }
        return new DeclarationChange.Removed((Long) what, version);
    }

    /** Closes flows that were opened while their session ended. */
    private void forgetFlowsOfEnded(DeclarationPeer peer, Collection<Object> changes) {
        boolean ended;
        synchronized (this) {
            ended = !appliedBy.containsKey(peer);
        }
        if (ended) {
            for (Object change : changes) {
                if (change instanceof LocalDeclaration made) {
                    made.closeFlow(peer);
                }
            }
        }
    }

    private List<Runnable> settle(DeclarationPeer peer, long upTo) {
        List<Runnable> done = new ArrayList<>();
        for (Iterator<Withdrawal> i = withdrawals.iterator(); i.hasNext(); ) {
            Withdrawal withdrawal = i.next();
            if (withdrawal.version() <= upTo
                    && withdrawal.waiting().remove(peer)
                    && withdrawal.waiting().isEmpty()) {
                i.remove();
                done.add(withdrawal.applied());
            }
        }
        return done;
    }

    /** Forgets removals that every session has applied: they need not be sent any more. */
    private void forgetRemoved() {
        long least = version;
        for (long applied : appliedBy.values()) {
            least = Math.min(least, applied);
        }
        removedIds.headMap(least, true).clear();
    }

    private void changed() {
        Set<DeclarationPeer> peers;
        synchronized (this) {
            peers = new LinkedHashSet<>(appliedBy.keySet());
        }
        peers.forEach(DeclarationPeer::declarationsChanged);
        onChange.run();
    }
}
