package chaski.node;

import chaski.api.protocol.Environment;
import chaski.node.dial.Dialler;
import chaski.node.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Removes a transport from this node: sessions that can use another transport move to it while their links still work; then the
 * remaining links of the transport are closed, and the sessions on them are parked. Confined to the control loop.
 */
final class TransportRemoval {

    /** The part of the two seconds for a removal that sessions have to move; a session that has not moved by then will not. */
    private static final long MOVE_NS = Duration.ofMillis(1500).toNanos();

    /** The time for notifying peers on the remaining links; a transport may be closed right after its removal. */
    private static final long NOTICE_NS = Duration.ofMillis(300).toNanos();

    private final Environment environment;
    private final Supplier<CompletionStage<Void>> closeLinks;
    private final CompletableFuture<Void> over;
    private int moving;
    private boolean closing;

    /**
     * Creates the removal; {@link #begin} starts it.
     *
     * @param environment time
     * @param closeLinks closes the remaining links of the transport; its stage completes when they are closed
     * @param over completed after that
     */
    TransportRemoval(
            Environment environment, Supplier<CompletionStage<Void>> closeLinks, CompletableFuture<Void> over) {
        this.environment = environment;
        this.closeLinks = closeLinks;
        this.over = over;
    }

    /** Moves the sessions that have a link of the given scheme. */
    void begin(String scheme, List<Session> sessions, Dialler dialler) {
        List<Session> concerned = sessions.stream()
                .filter(s ->
                        s.link().filter(l -> l.remote().scheme().equals(scheme)).isPresent())
                .toList();
        moving = concerned.size();
        if (moving == 0) {
            end();
            return;
        }
        Environment.Cancellable timer = environment.schedule(MOVE_NS, this::end);
        for (Session session : concerned) {
            dialler.moveAway(session, scheme, () -> {
                moving--;
                if (moving == 0) {
                    timer.cancel();
                    end();
                }
            });
        }
    }

    private void end() {
        if (!closing) {
            closing = true;
            Environment.Cancellable timer = environment.schedule(NOTICE_NS, () -> over.complete(null));
            closeLinks.get().thenRun(() -> {
                timer.cancel();
                over.complete(null);
            });
        }
    }
}
