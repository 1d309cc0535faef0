package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.node.context.NodeContext;
import chaski.node.link.DialAttempt;
import chaski.node.session.AuxiliaryLinks;
import chaski.node.session.Session;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The auxiliary link of one session: dialled when the session's datagrams need it and closed when they do not. The node
 * with the lower id dials immediately and the other after a moment, since both may need one and one is enough. Confined
 * to the control loop.
 */
final class AuxiliaryTarget {

    private static final long GRACE_NS = Duration.ofMillis(200).toNanos();

    /** The idle time after which the link is closed: publishers come and go, and the other side may use the link. */
    private static final long LINGER_NS = Duration.ofSeconds(10).toNanos();

    private final Session session;
    private final NodeContext context;
    private final AuxiliaryLinks auxiliaries;
    private final Dialler dialler;
    private final Backoff backoff;
    private Environment.Cancellable timer = () -> {};
    private boolean waiting;
    private boolean lingering;
    private boolean over;
    private int underWay;

    AuxiliaryTarget(Session session, NodeContext context, AuxiliaryLinks auxiliaries, Dialler dialler) {
        this.session = session;
        this.context = context;
        this.auxiliaries = auxiliaries;
        this.dialler = dialler;
        this.backoff = new Backoff(
                () -> context.config().reconnect(), context.environment().random());
    }

    /** Checks if the link is needed, after a change that may affect it. */
    void review() {
        if (over) {
            return;
        }
        if (auxiliaries.isThere(session)) {
            stopWaiting();
            if (auxiliaries.isOurs(session) && auxiliaries.isSuperfluous(session)) {
                release("the session is on a link that carries datagrams");
            } else if (auxiliaries.isOurs(session) && !auxiliaries.isNeeded(session)) {
                linger();
            }
        } else if (!auxiliaries.isWanted(session)) {
            stopWaiting();
        } else if (!waiting && underWay == 0 && !endpoints().isEmpty()) {
            waiting = true;
            long graceNs = context.id().compareTo(session.peer()) < 0 ? 0 : GRACE_NS;
            timer = context.environment().schedule(graceNs + backoff.nextNs(now(), false), this::dial);
        }
    }

    /** Resets the backoff and checks again: an attempt that failed before may succeed now. */
    void reviewNow() {
        backoff.reset();
        stopWaiting();
        review();
    }

    void end() {
        over = true;
        stopWaiting();
    }

    private void stopWaiting() {
        timer.cancel();
        waiting = false;
    }

    private void dial() {
        waiting = false;
        List<Endpoint> now = auxiliaries.isWanted(session) ? endpoints() : List.of();
        underWay = now.size();
        now.forEach(endpoint -> dialler.opener().attempt(new One(endpoint)));
    }

    private List<Endpoint> endpoints() {
        return dialler.selection().dialableForDatagrams(session.peer());
    }

    private void ended() {
        underWay--;
        if (underWay == 0) {
            review();
        }
    }

    private void linger() {
        if (!lingering) {
            lingering = true;
            long heard = auxiliaries.heard(session);
            context.environment().schedule(LINGER_NS, () -> {
                lingering = false;
                if (!over
                        && auxiliaries.isOurs(session)
                        && !auxiliaries.isNeeded(session)
                        && auxiliaries.heard(session) == heard) {
                    release("nobody needs it");
                } else {
                    review();
                }
            });
        }
    }

    private void release(String reason) {
        auxiliaries.close(session, reason);
    }

    private long now() {
        return context.environment().nanoTime();
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
            return false;
        }

        @Override
        public boolean isAuxiliary() {
            return true;
        }

        @Override
        public boolean isWanted() {
            return !over && auxiliaries.isWanted(session);
        }

        @Override
        public Optional<NodeId> expected() {
            return Optional.of(session.peer());
        }

        @Override
        public void succeeded(NodeId peer) {
            backoff.succeeded(now());
            ended();
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            ended();
        }
    }
}
