package chaski.node.send;

/**
 * A wait of one publisher for room at one session.
 *
 * @param inAllSinceNs since when it has been refused, whichever session was in its way
 * @param hereSinceNs since when it was this one
 */
public record PublisherWait(long inAllSinceNs, long hereSinceNs) {

    /** How long it waited, of an outage, until some time. */
    long waitedNs(boolean inAll, long outageStartNs, long untilNs) {
        long sinceNs = inAll ? inAllSinceNs : hereSinceNs;
        return untilNs - (sinceNs - outageStartNs > 0 ? sinceNs : outageStartNs);
    }
}
