package chaski.cli.demo;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import java.time.Duration;

/** Receives the steps of the demo, on the thread that runs it. */
public interface DemoReporter {

    /**
     * A node is up.
     *
     * @param node the node
     * @param reachedAt the endpoint at which others dial it
     */
    void started(Node node, Endpoint reachedAt);

    /**
     * Two nodes that were not configured with each other have discovered each other.
     *
     * @param one a node
     * @param other another
     * @param through the node that both joined
     * @param took the time since both were up
     */
    void discovered(Node one, Node other, Node through, Duration took);

    /**
     * Two nodes share a topic and are linked directly.
     *
     * @param publisher the publishing node
     * @param subscriber the subscribing node
     * @param topic the topic
     */
    void paired(Node publisher, Node subscriber, String topic);

    /**
     * A node has called exports of another.
     *
     * @param caller the calling node
     * @param server the exporting node
     * @param called the results
     */
    void called(Node caller, Node server, DemoCallResults called);

    /**
     * The stream makes progress.
     *
     * @param published messages published so far
     * @param delivered messages received so far, by all subscribers together
     * @param linksKilled links killed so far
     * @param transportRestarts how often the transport was stopped and started so far
     */
    void progress(long published, long delivered, long linksKilled, long transportRestarts);

    /**
     * The stream has ended and every message has its outcome.
     *
     * @param outcome the result
     */
    void ended(DemoResult outcome);
}
