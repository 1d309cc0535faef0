package chaski.node.routing;

import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.Decision;
import chaski.node.routing.Router.PeerFlow;
import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.SessionRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which flows of peers are refused. They keep their credit, and are in no index, so that no message is sent for them.
 *
 * <p>Decisions are made without a lock, because they may run code of users, and applied under the router's lock. Methods that need that
 * lock are documented so.
 */
final class FlowAccess {

    /** The remote declares its exports only to be found; no message is sent for them. Its calls are checked one by one. */
    private static final int REMOTE_CHANNEL = 3;

    private volatile @Nullable SubscriptionAccess decisions;

    /** Guarded by the router's lock. */
    private final Set<PeerFlow> refused = new HashSet<>();

    /** Decisions on new declarations, by their numbers; only those on channels that are checked. */
    record Refusals(Map<Long, Decision> byId, int version) {}

    /** Decisions on all flows of a session, and those of them that changed something. */
    record Review(SendChannel outbound, Map<PeerFlow, Decision> decisions, List<PeerFlow> applied) {}

    void use(SubscriptionAccess access) {
        decisions = access.isEnforced() ? access : null;
    }

    private static boolean isChecked(int channel) {
        return channel != REMOTE_CHANNEL;
    }

    /** Decides on new declarations. */
    Refusals refusals(SendChannel outbound, List<DeclarationChange> changes) {
        SubscriptionAccess access = decisions;
        Map<Long, Decision> byId = new HashMap<>();
        int version = access == null ? 0 : access.version();
        if (access != null) {
            for (DeclarationChange change : changes) {
                if (change instanceof DeclarationChange.Added added && isChecked(added.channel())) {
                    byId.put(added.id(), access.decide(outbound.owner(), added.pattern()));
                }
            }
        }
        return new Refusals(byId, version);
    }

    /** Refuses a new flow, if that was decided. The router's lock is held; the record follows APPLIED before any message. */
    boolean refuse(PeerFlow of, Refusals refusals) {
        Decision decision = refusals.byId().get(of.flow().id);
        if (decision == null || decision.isAllowed()) {
            return false;
        }
        refused.add(of);
        notify(of, decision);
        return true;
    }

    private static void notify(PeerFlow of, Decision decision) {
        of.outbound().records().access(SessionRecord.OF_DECLARATION, of.flow().id, decision);
    }

    /** Reports what was decided on new flows. */
    void report(SendChannel outbound, List<CreditFlow> added, Refusals refusals) {
        SubscriptionAccess access = decisions;
        if (access == null) {
            return;
        }
        for (CreditFlow flow : added) {
            Decision decision = refusals.byId().get(flow.id);
            if (decision != null) {
                access.report(
                        outbound.owner(),
                        flow.pattern,
                        decision,
                        decision.isAllowed() ? Outcome.ADMITTED : Outcome.REFUSED);
            }
        }
        if (access.version() != refusals.version()) {
            access.reviewAgain();
        }
    }

    /** Removes a flow; returns true if it was refused. The router's lock is held. */
    boolean forget(PeerFlow of) {
        return refused.remove(of);
    }

    /** Decides again on all flows of a session. */
    Review review(SendChannel outbound) {
        Map<PeerFlow, Decision> decided = new HashMap<>();
        SubscriptionAccess access = decisions;
        if (access != null) {
            for (CreditFlow flow : outbound.credits().flows()) {
                if (isChecked(flow.channel)) {
                    decided.put(new PeerFlow(outbound, flow), access.decide(outbound.owner(), flow.pattern));
                }
            }
        }
        return new Review(outbound, decided, new ArrayList<>());
    }

    /** Returns the flows on which the decision has changed, in the order of their numbers. The router's lock is held. */
    List<PeerFlow> changed(Review review) {
        return review.outbound().credits().flows().stream()
                .map(flow -> new PeerFlow(review.outbound(), flow))
                .filter(of -> isChanged(of, review.decisions().get(of)))
                .toList();
    }

    private boolean isChanged(PeerFlow of, @Nullable Decision decision) {
        return decision != null && decision.isAllowed() == refused.contains(of);
    }

    /** Applies a changed decision; returns true if the flow is allowed now. The router's lock is held. */
    boolean apply(PeerFlow of, Review review) {
        Decision decision = review.decisions().get(of);
        boolean allowed = decision != null && decision.isAllowed();
        if (allowed) {
            refused.remove(of);
        } else {
            refused.add(of);
        }
        if (decision != null) {
            notify(of, decision);
        }
        review.applied().add(of);
        return allowed;
    }

    /** Reports changed decisions; returns true if there were any. */
    boolean report(Review review) {
        SubscriptionAccess access = decisions;
        if (access != null) {
            for (PeerFlow of : review.applied()) {
                Decision decision = review.decisions().get(of);
                if (decision != null) {
                    access.report(
                            of.outbound().owner(),
                            of.flow().pattern,
                            decision,
                            decision.isAllowed() ? Outcome.ADMITTED : Outcome.WITHDRAWN);
                }
            }
        }
        return !review.applied().isEmpty();
    }
}
