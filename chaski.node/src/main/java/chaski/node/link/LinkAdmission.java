package chaski.node.link;

import chaski.node.context.NodeContext;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Admits the links that other nodes open: on the I/O thread by the limits of their address, and on the control loop if there is a
 * place in the {@link HandshakeQueue}. Confined to the control loop, except for {@link #enter}.
 *
 * @param <L> a link
 */
final class LinkAdmission<L> {

    /** The counter of the links that are refused because too many handshakes are pending. */
    static final String PENDING = "refused.pendingHandshakes";

    /** Sent on a link whose place a newcomer takes. */
    static final Refusal EVICTION =
            new Refusal(RefusalCode.TIMEOUT, 0, "no HELLO within a second, and others wait (limits.pendingHandshakes)");

    /** The retry time if the control loop is so far behind that it has not processed earlier links. */
    private static final long UNSEEN_TURN_MS = 1_000;

    private final NodeContext context;
    private final ConnectionThrottle throttle;
    private final HandshakeQueue<L> pending = new HandshakeQueue<>();

    /** The number of links that have entered and that the control loop has not processed yet. */
    private final AtomicInteger unseen = new AtomicInteger();

    LinkAdmission(NodeContext context) {
        this.context = context;
        this.throttle = new ConnectionThrottle(() -> context.config().limits(), context.environment());
    }

    /**
     * Decides about a new link by its address; any thread.
     *
     * @return the reason for which the link is refused; if null, {@link #admit} must follow
     */
    @Nullable
    LinkRefusal enter(String host) {
        LinkRefusal refusal = throttle.enter(host);
        if (refusal != null) {
            return refusal;
        }
        if (unseen.incrementAndGet() > limit()) {
            unseen.decrementAndGet();
            throttle.leave(host);
            return tooManyPending(UNSEEN_TURN_MS);
        }
        return null;
    }

    /** Decides about a link that has entered. */
    Decision<L> admit(String host) {
        unseen.decrementAndGet();
        if (!pending.isFull(limit())) {
            return new Decision<>(null, null);
        }
        L victim = pending.victim(context.nanoTime());
        if (victim != null) {
            return new Decision<>(null, victim);
        }
        throttle.leave(host);
        return new Decision<>(tooManyPending(pending.turnMs(limit(), context.nanoTime())), null);
    }

    /**
     * The decision about a link.
     *
     * @param refusal the reason for which it is refused; null if it is admitted
     * @param victim the link whose place it takes, which must be refused and {@link #finished} first; null if there is a free one
     */
    record Decision<L>(
            @Nullable LinkRefusal refusal, @Nullable L victim) {}

    /** Called when the handshake of an admitted link begins. */
    void begun(L link, String host) {
        pending.add(link, host, context.nanoTime());
    }

    void helloRead(L link) {
        pending.helloRead(link);
    }

    /** Called when a handshake has led to a session. */
    void confirmed(L link) {
        pending.done(link, context.nanoTime());
    }

    /** Called when a handshake is over in any way. */
    void finished(L link) {
        pending.remove(link);
    }

    /** Called when an admitted link is closed. */
    void closed(String host) {
        throttle.leave(host);
    }

    private int limit() {
        return context.config().limits().pendingHandshakes();
    }

    private static LinkRefusal tooManyPending(long turnMs) {
        String text = "this node has all the handshakes it takes at a time (limits.pendingHandshakes)";
        return new LinkRefusal(PENDING, new Refusal(RefusalCode.BUSY, turnMs, text));
    }
}
