package chaski.node.dial;

import chaski.api.protocol.Environment;
import chaski.node.link.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Resolves host names without blocking the control loop. Confined to the control loop, on which results arrive too.
 *
 * <p>A look-up cannot be interrupted: a cancelled one keeps its thread until the DNS answers or the JDK gives up.
 */
final class Resolver {

    /** A name that the DNS does not answer must not delay all others. */
    static final int MAX_RUNNING = 4;

    /** A longer queue means that the DNS is dead; further look-ups fail at once. */
    static final int MAX_WAITING = 1024;

    private final Environment environment;
    private final HostNames names;
    private final Queue<Query> waiting = new ArrayDeque<>();
    private int running;

    Resolver(Environment environment, HostNames names) {
        this.environment = environment;
        this.names = names;
    }

    private record Query(String host, CompletableFuture<List<InetAddress>> result) {}

    /**
     * Resolves a name.
     *
     * @param host the name
     * @return its addresses, at least one, or the failure of the look-up; completed on the control loop. Cancelling it cancels the
     *     look-up
     */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        Query query = new Query(host, new CompletableFuture<>());
        if (running < MAX_RUNNING) {
            begin(query);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(query);
        } else {
            query.result()
                    .completeExceptionally(
                            new UnknownHostException(MAX_WAITING + " other names wait to be resolved already"));
        }
        query.result().whenComplete((addresses, failure) -> waiting.remove(query));
        return query.result();
    }

    private void begin(Query query) {
        running++;
        environment.start("resolver", () -> lookUp(query));
    }

    private void lookUp(Query query) {
        try {
            List<InetAddress> addresses = List.of(names.addresses(query.host()));
            environment.execute(() -> ended(query, addresses, null));
        } catch (UnknownHostException | RuntimeException e) {
            environment.execute(() -> ended(query, List.of(), e));
        }
    }

    private void ended(Query query, List<InetAddress> addresses, @Nullable Exception failure) {
        running--;
        Query next = waiting.poll();
        if (next != null) {
            begin(next);
        }
        if (failure == null) {
            query.result().complete(addresses);
        } else {
            query.result().completeExceptionally(failure);
        }
    }
}
