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
 * The last moments of a transport in this node: sessions that another transport reaches move there while their links still work; then
 * what is left of its links is closed, and the sessions on them are parked. Confined to the control loop.
 */
final class TransportRemoval {

    /** Of the two seconds that taking a transport away may last; whoever has not moved by then will not. */
    private static final long MOVE_NS = Duration.ofMillis(1500).toNanos();

    /** Then peers are notified by the links that are left; a transport may be closed right after it was taken away. */
    private static final long NOTICE_NS = Duration.ofMillis(300).toNanos();

    private final Environment environment;
    private final Supplier<CompletionStage<Void>> closeLinks;
    private final CompletableFuture<Void> over;
    private int moving;
    private boolean closing;

    /**
     * Ready to begin.
     *
     * @param environment time
     * @param closeLinks closes what is left of the transport's links; its stage is completed when they are closed
     * @param over to be completed after that
     */
    TransportRemoval(
            Environment environment, Supplier<CompletionStage<Void>> closeLinks, CompletableFuture<Void> over) {
        this.environment = environment;
        this.closeLinks = closeLinks;
        this.over = over;
    }

    /** Moves the sessions that have a link of that scheme. */
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
