package chaski.streamer.simulation;

/** What the seeds must have covered together, so that their success is significant. */
enum WorldSituation {
    /** A publisher was refused. */
    REFUSED,
    /** A local and a remote receiver of one message had no room. */
    BLOCKED_HERE_AND_THERE,
    /** A local receiver had no room. */
    BLOCKED_HERE,
    /** A subscription was closed while a publisher that it matches waited. */
    CLOSED_WHILE_PUBLISHER_WAITS,
    /** A subscription was drained while a publisher that it matches waited. */
    DRAINED_WHILE_PUBLISHER_WAITS,
    /** A subscription was opened while a publisher that it matches waited. */
    OPENED_WHILE_PUBLISHER_WAITS,
    /** A publisher was closed while it waited. */
    PUBLISHER_CLOSED_WHILE_WAITING,
    /** A message larger than the window of one of its subscriptions was accepted. */
    LARGER_THAN_WINDOW,
    /** A fragmented message was accepted. */
    FRAGMENTED,
    /** An offer was refused and a later call of the publisher accepted after its callback ran. */
    WRITABLE_AGAIN,
    /** A waiting publish was cancelled because its time was over. */
    WAIT_TIMED_OUT,
    /** A message had local and remote receivers. */
    HERE_AND_THERE,
    /** A transport was removed while data were in flight. */
    TRANSPORT_REMOVED_UNDER_WAY,
    /** Another id appeared on the endpoint of a node that was killed. */
    NEW_ID_ON_ENDPOINT,
    /** A node was killed and restarted with its id. */
    SAME_ID_ON_ENDPOINT,
    /** A world had no heartbeat. */
    WITHOUT_HEARTBEAT,
    /** A message was accepted while nothing disturbed. */
    ACCEPTED_UNDISTURBED,
    /** A publisher was refused while nothing disturbed. */
    REFUSED_UNDISTURBED,
    /** A message was reported lost. */
    LOST,
    /** A receipt of the API arrived. */
    RECEIPT
}
