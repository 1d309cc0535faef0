package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.node.LinkConfig;
import chaski.api.protocol.Environment;
import chaski.node.context.NodeContext;
import chaski.node.session.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The failback of one session: the transports that are preferred to the current one, and the time of the next attempt.
 *
 * <p>The node with the lower id tries immediately, and the other after a moment, because the first may not be able to
 * dial. Two moves to a better transport are at least the hold time apart, whichever node made them. A failed move is
 * retried after twice the time, and so on. If the peer has moved the session, it stays there until a transport or
 * endpoint is added: two nodes with opposite preferences would otherwise move it back and forth indefinitely. Confined
 * to the control loop.
 */
final class Failback {

    private static final long JITTER_NS = Duration.ofMillis(50).toNanos();
    private static final long GRACE_NS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_DOUBLINGS = 5;

    private final Session session;
    private final NodeContext context;
    private final Dialler dialler;

    /** Schemes eligible for failback: those that this session has used, and those that appeared after it began. */
    private final Set<String> wanted = new HashSet<>();

    private Environment.Cancellable timer = () -> {};
    private String scheme = "";
    private long notBeforeNs;
    private int failures;
    private boolean news;
    private boolean content;

    Failback(Session session, NodeContext context, Dialler dialler) {
        this.session = session;
        this.context = context;
        this.dialler = dialler;
        this.notBeforeNs = now();
    }

    /** Called when the session has a link. */
    void attached() {
        String before = scheme;
        scheme = session.link().map(link -> link.remote().scheme()).orElse(scheme);
        wanted.add(scheme);
        content = session.attach().movedByPeer();
        if (!before.isEmpty() && rank(scheme) < rank(before)) {
            notBeforeNs = now() + config().hold().toNanos();
            failures = 0;
        }
        plan();
    }

    /** Called when a scheme was added that may be better. */
    void worthTrying(String arrived) {
        wanted.add(arrived);
        content = false;
        news = true;
        failures = 0;
        plan();
    }

    void end() {
        timer.cancel();
    }

    private void plan() {
        timer.cancel();
        if (content || better().isEmpty()) {
            return;
        }
        long waitNs = news ? graceNs() : config().hold().toNanos() << Math.min(failures, MAX_DOUBLINGS);
        long jitterNs = context.environment().random().nextLong(JITTER_NS);
        timer = context.environment().schedule(Math.max(waitNs, notBeforeNs - now()) + jitterNs, this::tryNow);
    }

    private long graceNs() {
        return context.id().compareTo(session.peer()) < 0 ? 0 : GRACE_NS;
    }

    private void tryNow() {
        List<Endpoint> better = better();
        if (session.life() == Session.Life.ATTACHED && !better.isEmpty()) {
            news = false;
            failures++;
            dialler.moveTo(session, better, this::plan);
        }
    }

    private List<Endpoint> better() {
        return dialler.selection().dialable(session.peer()).stream()
                .filter(endpoint -> wanted.contains(endpoint.scheme()) && rank(endpoint.scheme()) < rank(scheme))
                .toList();
    }

    private int rank(String of) {
        return config().rank(of);
    }

    private LinkConfig config() {
        return context.config().link();
    }

    private long now() {
        return context.environment().nanoTime();
    }
}
