package chaski.node;

import chaski.api.Endpoint;
import chaski.api.node.Peer;
import chaski.api.protocol.Environment;
import chaski.node.dial.Dialler;
import chaski.node.pairing.Pairing;
import chaski.node.session.Session;
import chaski.node.session.SessionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The endpoints that the user joins: they are dialled, the caller waits for a session with the node behind one, and that session is
 * kept because the user asked for it. A caller whose endpoint is no longer joined waits without a result. Confined to the control
 * loop, unless a method states otherwise.
 */
final class Joins {

    private final Environment environment;
    private final SessionTable sessions;
    private final Dialler dialler;
    private final Pairing pairing;
    private final AccessControl access;
    private final Map<Endpoint, CompletableFuture<Peer>> waiting = new LinkedHashMap<>();

    Joins(Environment environment, SessionTable sessions, Dialler dialler, Pairing pairing, AccessControl access) {
        this.environment = environment;
        this.sessions = sessions;
        this.dialler = dialler;
        this.pairing = pairing;
        this.access = access;
    }

    /**
     * Joins an endpoint; any thread.
     *
     * @return completed with the peer once there is a session with it
     */
    CompletionStage<Peer> join(Endpoint endpoint) {
        CompletableFuture<Peer> result = new CompletableFuture<>();
        environment.execute(() -> {
            waiting.computeIfAbsent(endpoint, e -> new CompletableFuture<>()).thenAccept(result::complete);
            access.joined(endpoint);
            dialler.join(endpoint);
            complete();
        });
        return result;
    }

    void removeSeed(Endpoint endpoint) {
        dialler.removeSeed(endpoint);
        waiting.remove(endpoint);
        changed();
    }

    /** Called when the node behind a joined endpoint becomes known or changes. */
    void changed() {
        sessions.all()
                .forEach(session ->
                        pairing.joined(session.peer(), dialler.isJoined(session.peer()), environment.nanoTime()));
        complete();
    }

    /** Called when a session has begun. */
    void complete() {
        for (Endpoint endpoint : List.copyOf(waiting.keySet())) {
            dialler.behind(endpoint).flatMap(sessions::find).map(Session::view).ifPresent(peer -> {
                CompletableFuture<Peer> first = waiting.remove(endpoint);
                if (first != null) {
                    first.complete(peer);
                }
            });
        }
    }
}
