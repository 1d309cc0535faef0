package chaski.node.context;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import chaski.api.security.AccessRefusal;
import chaski.api.security.AccessRequest;
import chaski.api.security.AuditEvent;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.AuditListener;
import chaski.api.security.Authorizer;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides by the authorizer of this node, and reports what is refused: every refusal is counted and audited, and raises an event at most
 * once a minute for the same peer, permission and subject. Thread-safe.
 */
public final class AccessDecisions {

    /** The decision on everything if there is no authorizer. */
    public static final Decision OPEN = Decision.allow("network that is not closed");

    private static final Decision UNPROVED = Decision.refuse("default, no identity was proved");
    private static final Decision FAILED = Decision.refuse("failure of the authorizer");
    private static final long INTERVAL_NS = 60_000_000_000L;
    private static final int MAX_REMEMBERED = 1_000;

    private final NodeId node;
    private final Optional<Authorizer> authorizer;
    private final Optional<AuditListener> audit;
    private final Environment environment;
    private final Counters counters;
    private final Events events;
    private final Map<String, Long> reportedNs = new LinkedHashMap<>();
    private final Runnable onChange = this::changed;
    private volatile Runnable listener = () -> {};
    private volatile int version;

    AccessDecisions(
            NodeId node,
            Optional<Authorizer> authorizer,
            Optional<AuditListener> audit,
            Environment environment,
            Counters counters,
            Events events) {
        this.node = node;
        this.authorizer = authorizer;
        this.audit = audit;
        this.environment = environment;
        this.counters = counters;
        this.events = events;
    }

    /**
     * Begins to report changes of decisions.
     *
     * @param changed called on any thread; must not block
     */
    public void start(Runnable changed) {
        listener = changed;
        authorizer.ifPresent(used -> used.addListener(onChange));
    }

    /** Reports no more changes. */
    public void close() {
        listener = () -> {};
        authorizer.ifPresent(used -> used.removeListener(onChange));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // any change of the value is enough
    private void changed() {
        version = version + 1;
        listener.run();
    }

    /** {@return true if the audit receives admissions, too} */
    public boolean auditsAdmissions() {
        return audit.isPresent() && audit.get().receivesAdmissions();
    }

    /** {@return a number that changes before decisions are reviewed} */
    public int version() {
        return version;
    }

    /** Has all decisions reviewed, because one may have been made before a change and applied after its review. */
    public void reviewAgain() {
        listener.run();
    }

    /** {@return true if everything is allowed} */
    public boolean isOpen() {
        return authorizer.isEmpty();
    }

    /**
     * Decides, without reporting.
     *
     * @param request what a node wants to do
     * @return the decision; its rule has at most {@link Decision#MAX_RULE_LENGTH} characters
     */
    public Decision decide(PeerRequest request) {
        if (authorizer.isEmpty()) {
            return OPEN;
        }
        return request.identity()
                .map(identity -> decide(authorizer.get(), access(identity, request)))
                .orElse(UNPROVED);
    }

    private static AccessRequest access(Identity identity, PeerRequest request) {
        return new AccessRequest(identity, request.permission(), request.subject(), request.member());
    }

    @SuppressWarnings("CatchingUnchecked") // code of users
    private Decision decide(Authorizer used, AccessRequest request) {
        try {
            Decision decision = used.decide(request);
            String rule = decision.rule();
            return rule.length() <= Decision.MAX_RULE_LENGTH
                    ? decision
                    : new Decision(decision.isAllowed(), rule.substring(0, Decision.MAX_RULE_LENGTH));
        } catch (Throwable failure) {
            counters.add("access.failed");
            logger().log(Level.WARNING, "the authorizer failed, " + request + " is refused", failure);
            return FAILED;
        }
    }

    /**
     * Reports a decision that this node enforces.
     *
     * @param request what a node wanted to do
     * @param decision the decision
     * @param outcome what this node does
     */
    public void report(PeerRequest request, Decision decision, Outcome outcome) {
        if (authorizer.isEmpty()) {
            return;
        }
        audit(request, decision, outcome);
        if (outcome != Outcome.ADMITTED) {
            counters.add("access.refused");
            raise(request, decision.rule(), false);
        }
    }

    /**
     * Reports that a peer refuses what this node wanted to do.
     *
     * @param request what this node wanted to do at that peer
     * @param rule the rule of the peer
     */
    public void refusedByPeer(PeerRequest request, String rule) {
        counters.add("access.refusedByPeer");
        raise(request, rule, true);
    }

    private void raise(PeerRequest request, String rule, boolean byPeer) {
        if (isDue(request.peer() + " " + request.permission() + " " + byPeer + " " + request.shown())) {
            events.raise(at -> new NodeEvent.AccessRefused(
                    at,
                    request.peer(),
                    request.name(),
                    new AccessRefusal(request.permission(), request.shown(), rule, byPeer)));
        }
    }

    private synchronized boolean isDue(String what) {
        long nowNs = environment.nanoTime();
        Long last = reportedNs.get(what);
        if (last != null && nowNs - last < INTERVAL_NS) {
            return false;
        }
        reportedNs.remove(what); // makes it the latest
        reportedNs.put(what, nowNs);
        if (reportedNs.size() > MAX_REMEMBERED) {
            reportedNs.remove(reportedNs.keySet().iterator().next());
        }
        return true;
    }

    @SuppressWarnings("CatchingUnchecked") // code of users
    private void audit(PeerRequest request, Decision decision, Outcome outcome) {
        if (audit.isEmpty() || request.identity().isEmpty()) {
            return;
        }
        AuditListener to = audit.get();
        try {
            if (outcome != Outcome.ADMITTED || to.receivesAdmissions()) {
                to.onEvent(new AuditEvent(
                        Instant.ofEpochMilli(environment.wallTimeMillis()),
                        node,
                        request.peer(),
                        access(request.identity().get(), request),
                        decision.rule(),
                        outcome));
            }
        } catch (Throwable failure) {
            counters.add("audit.failed");
            logger().log(Level.WARNING, "the audit listener failed", failure);
        }
    }

    private static Logger logger() {
        return System.getLogger(AccessDecisions.class.getName());
    }

    /** {@return what this node wants to do by its own grants} */
    Decision decideOwn(PeerRequest request) {
        Decision decision = decide(request);
        if (!decision.isAllowed()) {
            report(request, decision, Outcome.REFUSED);
        }
        return decision;
    }
}
