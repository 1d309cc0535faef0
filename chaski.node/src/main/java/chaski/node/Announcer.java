package chaski.node;

import chaski.api.protocol.Environment;
import chaski.node.membership.Membership;
import chaski.node.pairing.Pairing;

/**
 * Announces this node's own entry to the network, and its topics to pairing, some time after they have changed: several changes
 * are announced together. Confined to the control loop.
 */
final class Announcer {

    /** Changes within this time are announced together. */
    static final long DELAY_NS = 2_000_000L;

    private final Environment environment;
    private final SelfDescription self;
    private final Membership membership;
    private final Pairing pairing;
    private boolean due;
    private boolean closed;

    /**
     * Creates an announcer that has announced nothing.
     *
     * @param environment time
     * @param self this node at the time of the announcement
     * @param membership announces it to the network
     * @param pairing uses its topics
     */
    Announcer(Environment environment, SelfDescription self, Membership membership, Pairing pairing) {
        this.environment = environment;
        this.self = self;
        this.membership = membership;
        this.pairing = pairing;
    }

    /** Announces the changes soon. */
    void request() {
        if (!due && !closed) {
            due = true;
            environment.schedule(DELAY_NS, this::announce);
        }
    }

    /** Announces the changes now. */
    void announce() {
        due = false;
        if (!closed) {
            pairing.own(self.publishedTopics(), self.patterns(), environment.nanoTime());
            membership.announce(self.announcement(), environment.nanoTime());
        }
    }

    void close() {
        closed = true;
    }
}
