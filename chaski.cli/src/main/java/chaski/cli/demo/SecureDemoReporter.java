package chaski.cli.demo;

import chaski.api.node.Node;
import java.time.Duration;
import java.util.List;

/** Receives the steps of the demo of closed networks, on the thread that runs it. */
public interface SecureDemoReporter {

    /**
     * A node is up.
     *
     * @param node the node
     * @param identity its identity
     */
    void started(Node node, String identity);

    /**
     * A node without an identity was not admitted.
     *
     * @param reason the reason that it reported
     */
    void refused(String reason);

    /**
     * Every node has another certificate, all sessions have moved to links with the new ones, and the old ones are revoked.
     *
     * @param round which rotation, from 1
     * @param published messages published so far
     */
    void rotated(int round, long published);

    /**
     * The certificates of all nodes are of another authority, and the old one is not trusted any more.
     *
     * @param published messages published so far
     */
    void authorityReplaced(long published);

    /**
     * A session has moved between transports; not called where only one works.
     *
     * @param links the transports that it used, in order
     * @param published messages published so far
     */
    void swapped(List<String> links, long published);

    /**
     * A node was revoked, and no other node has a session with it.
     *
     * @param node the name of the revoked node
     * @param took the time since the list of revocations was written
     */
    void revoked(String node, Duration took);

    /**
     * The stream has ended and every message has its outcome.
     *
     * @param outcome the result
     */
    void ended(SecureDemoResult outcome);
}
