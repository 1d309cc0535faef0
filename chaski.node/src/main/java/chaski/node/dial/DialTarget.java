package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.node.context.NodeContext;
import chaski.node.link.DialAttempt;
import chaski.node.link.HelloExchange;
import chaski.node.session.SessionLayer;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node to reach at any of its endpoints, or the unknown node behind one endpoint. It is dialled repeatedly until there is a
 * session or it is no longer wanted. All endpoints are dialled in parallel, but those of a preferred transport first and alone for
 * a moment, or until they have failed (RFC 8305, section 5). An endpoint that does not answer does not delay the others. Confined
 * to the control loop.
 */
final class DialTarget {

    /** The longest delay that another node can impose on this one. */
    private static final long MAX_DELAY_MS = 30_000;

    /** The longest delay after a conflict of ids: an id that was in use may be free again, and its node should be reached soon then. */
    private static final long MAX_CONTESTED_DELAY_NS = 3_000_000_000L;

    private final NodeContext context;
    private final SessionLayer layer;
    private final DialTargets targets;
    private final EndpointSelection selection;
    private final LinkOpener opener;
    private final DialOutcomes outcomes;
    private final @Nullable NodeId node;
    private final Supplier<List<Endpoint>> endpoints;
    private final Backoff backoff;
    private final Set<Endpoint> underWay = new LinkedHashSet<>();
    private final Set<Endpoint> reachedSelf = new HashSet<>();
    private final Queue<List<Endpoint>> later = new ArrayDeque<>();
    private final List<DialFailures.Failure> failed = new ArrayList<>();
    private Environment.@Nullable Cancellable timer;
    private Environment.Cancellable headStart = () -> {};
    private @Nullable NodeId reached;
    private boolean over;
    private boolean busy;
    private long notBeforeNs;

    /** True if the last attempt failed because another node uses this node's id or that of the dialled node. */
    private boolean contested;

    DialTarget(
            NodeContext context,
            SessionLayer layer,
            DialTargets targets,
            EndpointSelection selection,
            LinkOpener opener,
            DialOutcomes outcomes,
            @Nullable NodeId node,
            Supplier<List<Endpoint>> endpoints,
            Backoff backoff) {
        this.context = context;
        this.layer = layer;
        this.targets = targets;
        this.selection = selection;
        this.opener = opener;
        this.outcomes = outcomes;
        this.node = node;
        this.endpoints = endpoints;
        this.backoff = backoff;
    }

    /** The node that this target is for, or that was last found behind it. */
    Optional<NodeId> reached() {
        return Optional.ofNullable(node != null ? node : reached);
    }

    /** Called when a dial for another target has found a node behind this one. */
    void reached(NodeId found) {
        reached = found;
    }

    /** Dials soon, unless a dial is in progress, not needed, or not possible; whatever makes it possible calls this again. */
    void dialSoon() {
        if (over || timer != null || !later.isEmpty() || isReached() || !isDue()) {
            return;
        }
        if (!idle().isEmpty()) {
            long delayNs = delayNs();
            timer = context.environment().schedule(delayNs, this::dial);
        } else if (reachedSelf.isEmpty()
                && endpoints.get().stream().noneMatch(endpoint -> selection.canDial(node, endpoint))) {
            outcomes.cannotDial(node, endpoints.get());
        }
    }

    /** Respects the retry time that a busy node has sent, and the time for which a disconnected peer is barred. */
    private long delayNs() {
        long nowNs = context.environment().nanoTime();
        long delayNs =
                backoff.nextNs(nowNs, reached().flatMap(layer.sessions()::find).isPresent());
        if (contested) {
            contested = false;
            delayNs = Math.min(delayNs, MAX_CONTESTED_DELAY_NS);
        }
        delayNs = Math.max(delayNs, reached().map(layer.barred()::delayNs).orElse(0L));
        if (busy) {
            busy = false;
            return Math.max(delayNs, notBeforeNs - nowNs);
        }
        return delayNs;
    }

    /** Resets the backoff and dials again after a change: an attempt that failed before may succeed now. */
    void dialNow() {
        backoff.reset();
        dialAgain();
    }

    /** Dials without waiting for the timer that may be running. */
    void dialAgain() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        dialSoon();
    }

    /** Joined endpoints, which name no node, are not dialled while the bootstrap is not wanted. */
    private boolean isDue() {
        return node != null || targets.mayBootstrap();
    }

    private boolean isReached() {
        return reached().filter(layer.sessions()::isAttached).isPresent();
    }

    private void dial() {
        timer = null;
        later.addAll(selection.byPreference(reached(), idle()));
        dialNext();
    }

    /**
     * The endpoints that could be dialled and are not being dialled. An endpoint at which this node reached itself is not dialled
     * again.
     */
    private List<Endpoint> idle() {
        List<Endpoint> known = endpoints.get();
        reachedSelf.retainAll(known);
        return known.stream()
                .filter(endpoint -> selection.canDial(node, endpoint))
                .filter(endpoint -> !underWay.contains(endpoint) && !reachedSelf.contains(endpoint))
                .filter(endpoint -> !outcomes.isTakenOver(endpoint, node))
                .distinct()
                .toList();
    }

    /** Dials the endpoints of the best remaining transport, and the others after their head start. */
    private void dialNext() {
        headStart.cancel();
        if (over || isReached()) {
            later.clear();
            return;
        }
        List<Endpoint> now = nextGroup();
        if (!later.isEmpty()) {
            headStart = context.environment()
                    .schedule(context.config().link().headStart().toNanos(), this::dialNext);
        }
        underWay.addAll(now);
        now.forEach(endpoint -> opener.attempt(new One(endpoint)));
    }

    /** The next endpoints that can still be dialled; a transport may have been removed since the round began. */
    private List<Endpoint> nextGroup() {
        List<Endpoint> group = List.of();
        while (group.isEmpty() && !later.isEmpty()) {
            group = later.remove().stream()
                    .filter(endpoint -> selection.canDial(node, endpoint))
                    .toList();
        }
        return group;
    }

    private void ended(Endpoint endpoint) {
        underWay.remove(endpoint);
        if (underWay.isEmpty() && !later.isEmpty()) {
            dialNext();
        }
        if (underWay.isEmpty()) {
            endRound();
        }
        dialSoon();
    }

    /**
     * Called when no dial is in progress any more. The failures are reported, unless the node was reached at another endpoint or by
     * its own dial, or this node can no longer dial there.
     */
    private void endRound() {
        if (!over && !isReached()) {
            failed.removeIf(failure -> !selection.canDial(node, failure.endpoint()));
            outcomes.allFailed(node, List.copyOf(failed));
        }
        failed.clear();
    }

    void stop() {
        over = true;
        later.clear();
        headStart.cancel();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private final class One implements DialAttempt {

        private final Endpoint endpoint;

        One(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public boolean isMove() {
            return false;
        }

        @Override
        public Optional<NodeId> expected() {
            return reached();
        }

        @Override
        public boolean isWanted() {
            return !over && !isReached();
        }

        @Override
        public boolean accepts(NodeId answering) {
            return outcomes.answered(endpoint, expected(), answering);
        }

        @Override
        public void succeeded(NodeId peer) {
            if (node == null) {
                reached = peer;
            }
            if (expected().filter(peer::equals).isPresent()) {
                backoff.succeeded(context.environment().nanoTime());
                outcomes.recovered(endpoint);
            } else {
                failedBy(RefusalCode.OTHER, HelloExchange.anotherAnswers(peer, expected()));
            }
            outcomes.learned(peer, endpoint);
            ended(endpoint);
        }

        @Override
        public void refused(Refusal refused, List<Endpoint> alternatives) {
            boolean hasTime = refused.code() == RefusalCode.BUSY || refused.code() == RefusalCode.DENIED;
            if (hasTime && refused.value() > 0) {
                long delayNs = TimeUnit.MILLISECONDS.toNanos(Math.min(refused.value(), MAX_DELAY_MS));
                notBeforeNs = context.environment().nanoTime() + delayNs;
                busy = true;
            }
            if (node == null) {
                outcomes.named(alternatives);
            }
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            if (code != RefusalCode.OTHER && code != RefusalCode.TIMEOUT) {
                later.clear(); // the other side has answered, and would do so by another transport too
            }
            failedBy(code, reason);
            contested |= switch (code) {
                case STALE, DUPLICATE_ID, ID_IN_USE -> true;
                default -> false;
            };
            if (code == RefusalCode.VERSION) {
                outcomes.answeredInAnotherVersion(endpoint);
            }
            if (code == RefusalCode.SELF) {
                reachedSelf.add(endpoint);
            }
            ended(endpoint);
        }

        private void failedBy(RefusalCode code, String reason) {
            outcomes.failed(node, reason);
            failed.add(new DialFailures.Failure(endpoint, code, reason));
        }
    }
}
