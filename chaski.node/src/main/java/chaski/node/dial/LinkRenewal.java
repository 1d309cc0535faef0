package chaski.node.dial;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import chaski.node.context.NodeContext;
import chaski.node.identity.LinkProof;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionLifecycle;
import chaski.node.session.SessionTable;
import chaski.security.CertificateProblem;
import chaski.security.RefusedCertificateException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Keeps the links of a closed network up to date with its credentials. When those of this node change, each session moves to a link
 * with the new ones while the old link still works. When the certificate of a peer is revoked, its session ends, unless it moves to a
 * link with another certificate within two seconds: certificates are often revoked right after they were replaced. When a certificate
 * has expired or its authority is not trusted any more, the link is closed, and the session resumes when the peer proves its identity
 * again. Confined to the control loop.
 */
final class LinkRenewal {

    /** Verifying a certificate takes a fraction of a millisecond; the control loop does other work in between. */
    private static final int REVIEWED_AT_ONCE = 32;

    /** With a second until a file is read, a revoked identity is cut within five. */
    private static final long PATIENCE_NS = Duration.ofSeconds(2).toNanos();

    private static final long FIRST_RETRY_NS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_DOUBLINGS = 5;
    private static final long LONGEST_PLAN_MS = Duration.ofHours(1).toMillis();

    private final NodeContext context;
    private final SessionTable sessions;
    private final SessionLifecycle lifecycle;
    private final Dialler dialler;
    private final Map<Session, Renewal> renewals = new HashMap<>();
    /** Those whose certificates were revoked, and that may still move. */
    private final Set<Session> revoked = new HashSet<>();

    private final Queue<Session> toReview = new ArrayDeque<>();
    private Environment.Cancellable expiry = () -> {};
    private long expiryMs = Long.MAX_VALUE;

    /**
     * Creates it without sessions.
     *
     * @param context this node
     * @param layer the sessions
     * @param dialler dials
     */
    LinkRenewal(NodeContext context, SessionLayer layer, Dialler dialler) {
        this.context = context;
        this.sessions = layer.sessions();
        this.lifecycle = layer.lifecycle();
        this.dialler = dialler;
    }

    /** Begins to follow changes of the credentials. */
    void start() {
        context.security().onChange(() -> context.environment().execute(this::reviewAll));
    }

    private void reviewAll() {
        boolean idle = toReview.isEmpty();
        toReview.clear();
        toReview.addAll(sessions.all());
        if (idle) {
            reviewSome();
        }
    }

    private void reviewSome() {
        for (int i = 0; i < REVIEWED_AT_ONCE && !toReview.isEmpty(); i++) {
            review(toReview.remove());
        }
        if (!toReview.isEmpty()) {
            context.environment().execute(this::reviewSome);
        }
    }

    /**
     * Called when a session has a link.
     *
     * @param session the session
     */
    void attached(Session session) {
        // The credentials may have changed during the handshake. Later, because the session may end.
        context.environment().execute(() -> review(session));
    }

    /**
     * Called when a session has ended.
     *
     * @param session the session
     */
    void ended(Session session) {
        revoked.remove(session);
        Renewal gone = renewals.remove(session);
        if (gone != null) {
            gone.retry.cancel();
        }
    }

    /**
     * Called when the peer, which cannot dial this node, has changed its credentials.
     *
     * @param session the session
     */
    void requested(Session session) {
        renewal(session).begin();
    }

    /** Plans nothing any more. */
    void close() {
        expiry.cancel();
        renewals.values().forEach(renewal -> renewal.retry.cancel());
        renewals.clear();
    }

    private Renewal renewal(Session session) {
        return renewals.computeIfAbsent(session, Renewal::new);
    }

    private void review(Session session) {
        if (session.life() == Session.Life.ENDED
                || session.proof().certificates().isEmpty()) {
            return;
        }
        try {
            context.security().verify(session.proof());
        } catch (RefusedCertificateException refused) {
            refuse(session, refused);
            return;
        }
        planExpiry(session.proof());
        if (session.hasOutdatedLink()) {
            renewal(session).begin();
        }
    }

    private void refuse(Session session, RefusedCertificateException refused) {
        String reason = String.valueOf(refused.getMessage());
        if (refused.problem() == CertificateProblem.REVOKED) {
            if (revoked.add(session)) {
                report(session, reason);
                context.environment().schedule(PATIENCE_NS, () -> endIfRevoked(session));
            }
        } else if (session.life() == Session.Life.ATTACHED) {
            report(session, reason);
            lifecycle.closeLink(session, reason);
        }
    }

    private void endIfRevoked(Session session) {
        if (!revoked.remove(session)) {
            return;
        }
        try {
            context.security().verify(session.proof());
        } catch (RefusedCertificateException refused) {
            lifecycle.untrusted(session, String.valueOf(refused.getMessage()));
        }
    }

    private void report(Session session, String reason) {
        String where = session.link().map(link -> link.remote().toString()).orElse(session.peerName());
        context.counters().add("refused.certificate");
        context.events().raise(at -> new NodeEvent.Refused(at, where, "refused.certificate", reason));
    }

    /** A certificate that expires while its link lasts is refused from then on. */
    private void planExpiry(LinkProof proof) {
        long endMs = proof.certificates().get(0).getNotAfter().toInstant().toEpochMilli();
        if (endMs < expiryMs) {
            long delayMs = Math.min(
                    LONGEST_PLAN_MS, Math.max(0, endMs - context.environment().wallTimeMillis()) + 1);
            expiryMs = endMs;
            expiry.cancel();
            expiry = context.environment().schedule(Duration.ofMillis(delayMs).toNanos(), () -> {
                expiryMs = Long.MAX_VALUE;
                reviewAll();
            });
        }
    }

    /** Replaces the link of one session, and retries until that has succeeded. */
    private final class Renewal {

        private final Session session;
        private Environment.Cancellable retry = () -> {};
        private boolean underWay;
        private int failures;

        Renewal(Session session) {
            this.session = session;
        }

        void begin() {
            retry.cancel();
            if (!underWay && session.life() == Session.Life.ATTACHED) {
                underWay = true;
                if (session.hasOutdatedLink() && (failures > 0 || !dialler.canDial(session.peer()))) {
                    session.requestRenewal();
                }
                dialler.replaceLink(session, this::over);
            }
        }

        private void over() {
            underWay = false;
            if (session.hasOutdatedLink()) {
                long pauseNs = FIRST_RETRY_NS << Math.min(failures++, MAX_DOUBLINGS);
                retry = context.environment().schedule(pauseNs, this::begin);
            } else {
                failures = 0;
            }
        }
    }
}
