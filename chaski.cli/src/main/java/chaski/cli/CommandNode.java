package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.Peer;
import chaski.api.streamer.Streamer;
import chaski.api.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The node of a command, with the transports that it uses: closing it closes both. */
final class CommandNode implements AutoCloseable {

    private final Node node;
    private final List<Transport> transports;
    private final StopSignal stop;

    private CommandNode(Node node, List<Transport> transports, StopSignal stop) {
        this.node = node;
        this.transports = transports;
        this.stop = stop;
    }

    /**
     * Starts a node.
     *
     * @param builder everything except transports and endpoints to join
     * @param join the endpoints to join
     * @param events receives all events, from the first one
     * @param stop the request to end, accepted when the node closes
     * @return the node
     */
    static CommandNode start(
            Node.Builder builder, List<Endpoint> join, Consumer<? super NodeEvent> events, StopSignal stop) {
        List<Transport> transports = new ArrayList<>();
        for (Transport transport : ServiceLoader.load(Transport.class)) {
            transports.add(transport);
            builder.transport(transport);
        }
        CommandNode started;
        try {
            builder.config().listen().forEach(endpoint -> checkScheme(endpoint, transports));
            started = new CommandNode(builder.start(), transports, stop);
        } catch (RuntimeException e) {
            transports.forEach(Transport::close);
            throw e;
        }
        try {
            started.begin(join, events);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** Joins after the listener was added, so that it is notified of the first peer, too. */
    @SuppressWarnings("resource") // watches until the node closes
    private void begin(List<Endpoint> join, Consumer<? super NodeEvent> events) {
        node.watch(events);
        join.forEach(this::join);
    }

    /**
     * Dials the node at an endpoint.
     *
     * @param endpoint the endpoint
     * @return as {@link Node#join}
     * @throws CommandFailure if there is no transport for it; a node would wait for one, but the command never adds one
     */
    CompletionStage<Peer> join(Endpoint endpoint) {
        checkScheme(endpoint, transports);
        return node.join(endpoint);
    }

    private static void checkScheme(Endpoint endpoint, List<Transport> transports) {
        List<String> schemes = transports.stream().map(Transport::scheme).toList();
        if (!schemes.contains(endpoint.scheme())) {
            throw new CommandFailure(
                    "no transport for " + endpoint + " is installed: expected one of the schemes " + schemes);
        }
    }

    Node node() {
        return node;
    }

    Streamer streamer() {
        return node.service(Streamer.class);
    }

    /** Closes the node gracefully, then its transports. Closing again has no effect. */
    @Override
    public void close() {
        stop.accept();
        node.close();
        transports.forEach(Transport::close);
    }
}
