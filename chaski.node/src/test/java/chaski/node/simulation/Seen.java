package chaski.node.simulation;

/** What the seeds must have covered together, so that their success is significant. */
enum Seen {
    /** A session continued on another link in the middle of a record. */
    RESUME_INSIDE_RECORD,
    /** Both sides of a pair proposed an attach at the same time. */
    CROSSING_ATTACH,
    /** An attach was proposed and not completed. */
    FAILED_ATTACH,
    /** A publisher found no credit. */
    CREDIT_STALL,
    /** A publisher found no room in a log. */
    FULL_RING,
    /** One side ended a session while the other still had it. */
    ONE_SIDED_EXPIRY,
    /** A node was killed and restarted with a new incarnation. */
    RESTART,
    /** A node was killed, and another one took its place. */
    RESTART_WITH_ANOTHER_ID,
    /** A session with a peer whose process had ended was ended because a publisher waited. */
    END_BY_DOUBT,
    /** A pattern was subscribed again while messages for the subscription before were in transit. */
    RESUBSCRIBE_IN_FLIGHT,
    /** A member received one of its own messages. */
    OWN_MESSAGE,
    /** A session lost its auxiliary link. */
    AUXILIARY_LINK_LOST,
    /** A node of a closed world received another certificate. */
    ROTATION
}
