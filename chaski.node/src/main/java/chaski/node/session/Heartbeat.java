package chaski.node.session;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import chaski.node.context.NodeContext;
import chaski.node.frame.SessionLink;
import chaski.node.liveness.FailureDetector;
import chaski.node.liveness.Transition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maintains an opinion on each peer: sends PINGs when it is silent, suspects it, and finally treats its link as lost.
 * It continues while a session is parked, so that a peer that does not return is reported as down. Confined to the
 * control loop.
 */
public final class Heartbeat {

    private final NodeContext context;
    private final SessionListener listener;
    private final SessionLifecycle lifecycle;
    private final Map<Session, Watched> watched = new HashMap<>();

    /**
     * Creates a heartbeat that watches no peer yet.
     *
     * @param context this node
     * @param listener notified of a new opinion
     * @param lifecycle parks the session of a silent peer
     */
    public Heartbeat(NodeContext context, SessionListener listener, SessionLifecycle lifecycle) {
        this.context = context;
        this.listener = listener;
        this.lifecycle = lifecycle;
    }

    private final class Watched {

        private final Session session;
        private final FailureDetector detector;
        private Environment.Cancellable timer = () -> {};

        Watched(Session session) {
            this.session = session;
            this.detector = new FailureDetector(context.config().heartbeat(), now());
        }

        void tick() {
            detector.heard(session.link().map(SessionLink::lastReceivedNs).orElse(session.outage.startNs));
            report(detector.tick(now()));
            if (session.link().isPresent()
                    && detector.takePing(now())
                    && !session.pings().isBusy()) {
                session.pings().ping(0);
            }
            if (watched.get(session) == this) {
                timer = context.environment().schedule(Math.max(1, detector.deadlineNs() - now()), this::tick);
            }
        }

        private void report(Transition change) {
            if (change != Transition.NONE) {
                session.state(detector.state());
                listener.onOpinion(session);
            }
            switch (change) {
                case NONE -> {}
                case RECOVERED ->
                    session.link().ifPresent(link -> context.events()
                            .raise(at -> new NodeEvent.PeerUp(at, session.peer(), session.peerName(), link.remote())));
                case SUSPECTED ->
                    context.events().raise(at -> new NodeEvent.PeerSuspect(at, session.peer(), session.peerName()));
                case FAILED -> {
                    String reason = "silent for "
                            + context.config().heartbeat().downAfter().toMillis() + " ms";
                    context.events()
                            .raise(at -> new NodeEvent.PeerDown(at, session.peer(), session.peerName(), reason, false));
                    lifecycle.closeLink(session, reason);
                }
            }
        }
    }

    /**
     * Watches a session from now on, because it has a link.
     *
     * @param session the session
     */
    public void attached(Session session) {
        Watched known = watched.get(session);
        if (known == null) {
            known = new Watched(session);
            watched.put(session, known);
        } else {
            known.detector.heard(now());
            known.timer.cancel();
        }
        known.tick();
    }

    /** Applies changed times: the state of every peer is evaluated again by them at once. */
    public void reconfigured() {
        for (Watched one : List.copyOf(watched.values())) {
            one.detector.reconfigure(context.config().heartbeat(), now());
            one.timer.cancel();
            one.tick();
        }
    }

    /**
     * Stops watching a session that has ended.
     *
     * @param session the session
     */
    public void ended(Session session) {
        Watched known = watched.remove(session);
        if (known != null) {
            known.timer.cancel();
        }
    }

    private long now() {
        return context.environment().nanoTime();
    }
}
