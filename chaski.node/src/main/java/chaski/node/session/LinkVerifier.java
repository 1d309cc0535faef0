package chaski.node.session;

import chaski.node.context.NodeContext;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a peer still answers on the link of a session when another run of the same id claims its place: a link
 * that was not closed may lead to a machine that no longer exists. Strangers can cause a verification, so an answer
 * counts for some time. Confined to the control loop.
 */
final class LinkVerifier {

    /**
     * The time after which a peer is treated as gone. It is longer than a short pause of a process; a node that was
     * restarted has to wait for it.
     */
    static final long PATIENCE_NS = 2_000_000_000L;

    /**
     * The time for which an answer counts. However often strangers ask, a peer receives at most one PING per second.
     */
    static final long COUNTS_NS = 1_000_000_000L;

    private final NodeContext context;
    private final BiConsumer<Session, String> silent;
    private final Map<Session, Check> underWay = new HashMap<>();

    /**
     * Creates a verifier without verifications.
     *
     * @param context this node
     * @param silent closes the link of a session for a reason
     */
    LinkVerifier(NodeContext context, BiConsumer<Session, String> silent) {
        this.context = context;
        this.silent = silent;
    }

    /** {@return true if the peer has just answered on the link in use} */
    boolean hasAnswered(Session session) {
        LinkAttachment inUse = session.attachment();
        return inUse != null
                && inUse.epoch == session.attach.answeredEpoch
                && now() - session.attach.answeredNs < COUNTS_NS;
    }

    /**
     * Requests an answer on the link in use.
     *
     * @param session a session with a link
     * @return completed on the control loop when the peer has answered, or the link is no longer in use; within
     *     {@link #PATIENCE_NS}
     */
    CompletionStage<Void> verify(Session session) {
        Check check = underWay.get(session);
        if (check == null) {
            check = new Check(session, session.attachment());
            underWay.put(session, check);
            check.begin();
        }
        return check.over;
    }

    private long now() {
        return context.environment().nanoTime();
    }

    /** One verification. */
    private final class Check {

        private final Session session;
        private final @Nullable LinkAttachment attachment;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final long startNs = now();

        Check(Session session, @Nullable LinkAttachment attachment) {
            this.session = session;
            this.attachment = attachment;
        }

        void begin() {
            context.counters().add("links.verified");
            context.environment().schedule(PATIENCE_NS, this::timeOut);
            session.pings().ping(0).whenComplete((time, error) -> context.environment()
                    .execute(() -> pinged(error == null)));
        }

        private void pinged(boolean answered) {
            if (answered) {
                answered();
            }
            if (answered || session.attachment() != attachment) {
                end();
            } // otherwise too many PINGs wait, and the timeout decides
        }

        private void timeOut() {
            LinkAttachment asked = attachment;
            if (over.isDone()) {
                return;
            }
            if (asked != null && session.attachment() == asked) {
                if (asked.link.lastReceivedNs() - startNs > PATIENCE_NS / 2) {
                    answered(); // the answer is delayed by other data
                } else {
                    silent.accept(
                            session,
                            "nobody answered on it within " + PATIENCE_NS / 1_000_000
                                    + " ms, and another run of that node wants its place");
                }
            }
            end();
        }

        private void answered() {
            if (attachment != null && session.attachment() == attachment) {
                session.attach.answeredEpoch = attachment.epoch;
                session.attach.answeredNs = now();
            }
        }

        private void end() {
            underWay.remove(session, this);
            over.complete(null);
        }
    }
}
