package chaski.node.send;

/**
 * A wait of one publisher for room at one session.
 *
 * @param inAllSinceNs the time since which the publisher has been refused by any session
 * @param hereSinceNs the time since which it has been refused by this session
 */
public record PublisherWait(long inAllSinceNs, long hereSinceNs) {

    /** Returns how long it waited within an outage, up to a given time. */
    long waitedNs(boolean inAll, long outageStartNs, long untilNs) {
        long sinceNs = inAll ? inAllSinceNs : hereSinceNs;
        return untilNs - (sinceNs - outageStartNs > 0 ? sinceNs : outageStartNs);
    }
}
