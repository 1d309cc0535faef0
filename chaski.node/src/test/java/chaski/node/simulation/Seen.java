package chaski.node.simulation;

/** What the seeds must have gone through together, so that their passing means something. */
enum Seen {
    /** A session went on over another link in the middle of a record. */
    RESUME_INSIDE_RECORD,
    /** Both sides of a pair proposed an attach at once. */
    CROSSING_ATTACH,
    /** An attach was proposed and did not come about. */
    FAILED_ATTACH,
    /** A publisher found no credit. */
    CREDIT_STALL,
    /** A publisher found no room in a log. */
    FULL_RING,
    /** One side gave a session up while the other one still had it. */
    ONE_SIDED_EXPIRY,
    /** A node was killed and came back with a new incarnation. */
    RESTART,
    /** A node was killed, and another one came back in its place. */
    RESTART_WITH_ANOTHER_ID,
    /** A session with a peer whose process had ended was given up because a publisher waited. */
    END_BY_DOUBT,
    /** A pattern was subscribed again while messages for the subscription before were on their way. */
    RESUBSCRIBE_IN_FLIGHT,
    /** A member got a message of its own. */
    OWN_MESSAGE,
    /** A session lost the link that stood beside its own. */
    AUXILIARY_LINK_LOST
}
