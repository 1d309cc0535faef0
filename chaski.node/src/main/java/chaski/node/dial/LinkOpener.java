package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.node.context.NodeContext;
import chaski.node.link.DialAttempt;
import chaski.node.link.Handshakes;
import chaski.node.link.HostNames;
import chaski.node.link.Transports;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionLifecycle;
import chaski.node.session.SessionTable;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a link for each attempt and passes it to the handshake. An attempt at an endpoint that only other nodes have named waits in
 * the {@link DialThrottle}. Confined to the control loop.
 */
final class LinkOpener {

    private final NodeContext context;
    private final SessionTable sessions;
    private final SessionLifecycle lifecycle;
    private final Handshakes handshakes;
    private final Transports transports;
    private final EndpointBook book;
    private final Function<NodeId, NodeId> announcers;
    private final Connector connector;
    private final DialThrottle throttle;
    private final Set<CompletionStage<Link>> underWay = new LinkedHashSet<>();
    private volatile boolean closed;

    /**
     * Creates an opener without attempts.
     *
     * @param context this node
     * @param layer the sessions
     * @param handshakes takes the links
     * @param transports opens the links
     * @param book the endpoints that are known to be a node's
     * @param announcers the peer that announced a node
     */
    LinkOpener(
            NodeContext context,
            SessionLayer layer,
            Handshakes handshakes,
            Transports transports,
            EndpointBook book,
            Function<NodeId, NodeId> announcers) {
        this.context = context;
        this.sessions = layer.sessions();
        this.lifecycle = layer.lifecycle();
        this.handshakes = handshakes;
        this.transports = transports;
        this.book = book;
        this.announcers = announcers;
        this.connector = new Connector(context.environment(), context.security(), HostNames.JDK);
        this.throttle = new DialThrottle(
                context.environment(), () -> context.config().limits(), context.counters(), this::dial, this::held);
    }

    /** Dials at once if the endpoint is known to be the node's; an attempt at an unverified endpoint waits in the throttle. */
    void attempt(DialAttempt attempt) {
        NodeId node = attempt.expected().orElse(null);
        if (node == null || book.isVerified(node, attempt.endpoint())) {
            dial(attempt);
        } else {
            throttle.submit(attempt.announcer().orElseGet(() -> announcers.apply(node)), attempt);
        }
    }

    /** Dials again at once where the throttle waits because no node has answered: that may have changed. */
    void retry() {
        throttle.retry();
    }

    /** Cancels the attempts. A link that is opened nevertheless is closed. */
    void close() {
        closed = true;
        throttle.close();
        for (CompletionStage<Link> dialled : List.copyOf(underWay)) {
            if (dialled instanceof CompletableFuture<Link> attempt) {
                attempt.cancel(false);
            }
        }
    }

    private void held(NodeId announcer) {
        context.events()
                .raise(at -> new NodeEvent.Refused(
                        at,
                        announcer.toString(),
                        "dialThrottle.held",
                        "it announces many endpoints at which the announced nodes do not answer; they are dialled"
                                + " slowly: check what that node announces, and firewalls"));
    }

    private void dial(DialAttempt attempt) {
        Endpoint endpoint = attempt.endpoint();
        Transport transport = transports.find(endpoint.scheme()).orElse(null);
        if (transport == null) {
            attempt.failed(RefusalCode.OTHER, "no transport for " + endpoint);
            return;
        }
        context.counters().add("dial.attempts");
        Optional<Session> redialled = attempt.expected().flatMap(sessions::find);
        redialled.ifPresent(lifecycle::redialBegun);
        Duration timeout = context.config().reconnect().connectTimeout();
        long deadlineNs = context.nanoTime() + timeout.toNanos();
        CompletionStage<Link> dialled = connector.connect(transport, endpoint, timeout);
        underWay.add(dialled);
        dialled.whenComplete((link, error) -> {
            if (link != null && closed) {
                link.close(); // the control loop may have ended
            } else {
                context.environment().execute(() -> {
                    underWay.remove(dialled);
                    Throwable cause = unwrapped(error);
                    redialled.ifPresent(
                            session -> lifecycle.redialEnded(session, cause instanceof ConnectionRefusedException));
                    connected(attempt, link, cause, deadlineNs);
                });
            }
        });
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private void connected(DialAttempt attempt, @Nullable Link link, @Nullable Throwable cause, long deadlineNs) {
        if (link == null) {
            attempt.failed(RefusalCode.OTHER, cause == null ? "no link" : String.valueOf(cause.getMessage()));
        } else if (closed) {
            link.close();
        } else {
            handshakes.dialled(link, attempt, Math.max(1, deadlineNs - context.nanoTime()));
        }
    }
}
