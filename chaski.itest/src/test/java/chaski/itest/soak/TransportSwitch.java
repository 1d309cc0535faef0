package chaski.itest.soak;

import chaski.api.transport.Transport;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Removes a transport from one of the nodes of a process, and adds it again after a while, repeatedly. */
final class TransportSwitch {

    private static final int LONGEST_BETWEEN_MS = 6_000;
    private static final int LONGEST_AWAY_MS = 3_000;

    private final List<SoakNode> nodes;
    private final Random random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "transport switch");
    private volatile int removals;

    TransportSwitch(List<SoakNode> nodes, Random random) {
        this.nodes = nodes;
        this.random = random;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped.await(random.nextInt(LONGEST_BETWEEN_MS), TimeUnit.MILLISECONDS)) {
                SoakNode node = nodes.get(random.nextInt(nodes.size()));
                Transport transport = node.transport(random.nextInt(3) == 0 ? "udp" : "tcp");
                node.node().removeTransport(transport);
                removals++;
                stopped.await(random.nextInt(LONGEST_AWAY_MS), TimeUnit.MILLISECONDS);
                node.node().addTransport(transport);
            }
        } catch (InterruptedException | RuntimeException e) {
            SoakMember.wrong("the transports of a node were not switched: " + e);
        }
    }

    /** Stops; afterwards each node has both transports. */
    void stop() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int removals() {
        return removals;
    }
}
