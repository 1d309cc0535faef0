package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.context.NodeContext;
import chaski.node.dial.DialFailures.Failure;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates how dials end: which node has answered where, which peers have therefore ended, and which failures users and pairing
 * need to know of. Confined to the control loop.
 */
final class DialOutcomes {

    private final NodeContext context;
    private final SessionLayer layer;
    private final DialTargets targets;
    private final EndpointBook book;
    private final EndpointSelection selection;
    private final Referrals referrals;
    private final DialFailures failures;
    private final BiConsumer<NodeId, String> onFailure;
    private final Runnable onReached;
    private final TakenOverEndpoints takenOver = new TakenOverEndpoints();

    /**
     * Creates an instance.
     *
     * @param context this node
     * @param layer the sessions
     * @param targets what is dialled
     * @param book keeps where nodes have answered
     * @param selection knows why an endpoint cannot be dialled
     * @param referrals dials the nodes that a full node names
     * @param failures reports failures to users
     * @param onFailure called with a node to pair with that could not be reached, and the reason
     * @param onReached called when the node behind an endpoint becomes known
     */
    DialOutcomes(
            NodeContext context,
            SessionLayer layer,
            DialTargets targets,
            EndpointBook book,
            EndpointSelection selection,
            Referrals referrals,
            DialFailures failures,
            BiConsumer<NodeId, String> onFailure,
            Runnable onReached) {
        this.context = context;
        this.layer = layer;
        this.targets = targets;
        this.book = book;
        this.selection = selection;
        this.referrals = referrals;
        this.failures = failures;
        this.onFailure = onFailure;
        this.onReached = onReached;
    }

    /**
     * Called when a node answers at an endpoint. Peers without a link that were there before seem to have ended.
     *
     * @return whether a session with that node is wanted
     */
    boolean answered(Endpoint endpoint, Optional<NodeId> expected, NodeId answering) {
        takenOver.answered(endpoint, expected, answering);
        if (!answering.equals(context.id())) {
            parkedAt(endpoint).stream()
                    .filter(session -> !session.peer().equals(answering))
                    .forEach(session -> layer.lifecycle().answeredByAnother(session, answering.shortForm()));
        }
        return expected.filter(answering::equals).isPresent() || targets.isWantedAt(endpoint, answering);
    }

    /** Called when the node at an endpoint has no wire version in common with this one, as no peer that was there before. */
    void answeredInAnotherVersion(Endpoint endpoint) {
        parkedAt(endpoint)
                .forEach(session -> layer.lifecycle().answeredByAnother(session, "one of another wire version"));
    }

    private List<Session> parkedAt(Endpoint endpoint) {
        return targets.parkedPeers().stream()
                .flatMap(peer -> layer.sessions().find(peer).stream())
                .filter(session -> book.wasThere(session, endpoint))
                .toList();
    }

    /** True if another node has answered at an endpoint and has a link now. */
    boolean isTakenOver(Endpoint endpoint, @Nullable NodeId from) {
        return from != null
                && takenOver
                        .holder(endpoint)
                        .filter(by -> !by.equals(from) && layer.sessions().isAttached(by))
                        .isPresent();
    }

    /** Called when a node has lost its link or its session: the endpoints that it had taken over are its former nodes' again. */
    void lost(NodeId node) {
        if (takenOver.isHolder(node)) {
            targets.all().forEach(DialTarget::dialSoon);
        }
    }

    /** Called when an endpoint was reached as expected: its next failure is reported. */
    void recovered(Endpoint endpoint) {
        failures.forget(endpoint);
    }

    /** Called when there is a session with a node that was reached at an endpoint. */
    void learned(NodeId node, Endpoint endpoint) {
        targets.found(endpoint, node);
        book.learned(node, endpoint);
        onReached.run();
    }

    /** Called when a joined node is full and has named others. */
    void named(List<Endpoint> alternatives) {
        referrals.named(alternatives);
    }

    /** Called when a dial for a target has failed. */
    void failed(@Nullable NodeId node, String reason) {
        if (node != null && targets.isWanted(node)) {
            onFailure.accept(node, reason);
        }
        context.counters().add("dial.failed");
    }

    /** Called when all endpoints that were dialled for a target have failed and it was not reached in another way. */
    void allFailed(@Nullable NodeId node, List<Failure> round) {
        round.forEach(failure -> failures.failed(node, failure));
    }

    /** Called when none of these endpoints can be dialled until something changes. */
    void cannotDial(@Nullable NodeId node, List<Endpoint> endpoints) {
        if (node != null && targets.isWanted(node) && !endpoints.isEmpty()) {
            onFailure.accept(node, selection.obstacle(endpoints));
        }
    }
}
