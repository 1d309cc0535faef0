package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.frame.SessionLink;
import chaski.node.link.DialAttempt;
import chaski.node.session.Session;
import chaski.node.wire.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Moves one session from its link to another link while the old one still works: the attach fences the old link, so
 * nothing is lost or repeated, and publishers do not wait. All endpoints are tried in parallel; the first that answers wins.
 * Confined to the control loop.
 */
final class SessionMigration {

    private final LinkOpener opener;
    private final DialOutcomes outcomes;
    private final Session session;
    private final Predicate<SessionLink> isOld;
    private final Runnable whenOver;
    private int underWay;
    private boolean over;

    SessionMigration(
            LinkOpener opener,
            DialOutcomes outcomes,
            Session session,
            Predicate<SessionLink> isOld,
            Runnable whenOver) {
        this.opener = opener;
        this.outcomes = outcomes;
        this.session = session;
        this.isOld = isOld;
        this.whenOver = whenOver;
    }

    void begin(List<Endpoint> endpoints) {
        underWay = endpoints.size();
        endpoints.forEach(endpoint -> opener.attempt(new One(endpoint)));
        endIfDone();
    }

    /** True if the session is still on a link to leave; when it is parked, others dial for it. */
    private boolean isDue() {
        return session.link().filter(isOld).isPresent();
    }

    private void ended() {
        underWay--;
        endIfDone();
    }

    private void endIfDone() {
        if (!over && (underWay == 0 || !isDue())) {
            over = true;
            whenOver.run();
        }
    }

    /** An attempt at one endpoint. */
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
            return isDue();
        }

        @Override
        public boolean isWanted() {
            return isDue();
        }

        @Override
        public Optional<NodeId> expected() {
            return Optional.of(session.peer());
        }

        @Override
        public void succeeded(NodeId peer) {
            outcomes.learned(peer, endpoint);
            ended();
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            ended();
        }
    }
}
