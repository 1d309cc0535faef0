package chaski.node;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TransportException;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import chaski.api.protocol.Environment;
import chaski.node.membership.Membership;
import chaski.node.membership.ReportReceiver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The questions of users to other nodes, with their answers as stages. Any thread. */
final class NetworkQueries {

    private final Environment environment;
    private final Membership membership;
    private final Supplier<List<Endpoint>> ownEndpoints;

    /**
     * Creates an instance.
     *
     * @param environment runs the queries on the control loop
     * @param membership sends them
     * @param ownEndpoints where answering nodes can dial this one
     */
    NetworkQueries(Environment environment, Membership membership, Supplier<List<Endpoint>> ownEndpoints) {
        this.environment = environment;
        this.membership = membership;
        this.ownEndpoints = ownEndpoints;
    }

    /** Asks the network which nodes publish or subscribe a topic. */
    CompletionStage<List<DirectoryEntry>> discover(Topic topic, Duration timeout) {
        CompletableFuture<List<DirectoryEntry>> found = new CompletableFuture<>();
        environment.execute(() -> {
            try {
                membership.discover(topic, ownEndpoints.get(), timeout, environment.nanoTime(), found::complete);
            } catch (ChaskiException e) {
                found.completeExceptionally(e);
            }
        });
        return found;
    }

    /** Asks a peer for its own view. */
    CompletionStage<NodeReport> report(NodeId peer) {
        CompletableFuture<NodeReport> answer = new CompletableFuture<>();
        ReportReceiver receiver = new ReportReceiver() {
            @Override
            public void onReport(NodeReport report) {
                answer.complete(report);
            }

            @Override
            public void onFailure(String reason) {
                answer.completeExceptionally(new TransportException(reason));
            }
        };
        environment.execute(() -> membership.report(peer, receiver, environment.nanoTime()));
        return answer;
    }
}
