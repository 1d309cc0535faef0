package chaski.api.security;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives the decisions that a node enforces, for the records that an organization has to keep. Log lines and counters of refusals exist
 * without it; those are limited in rate, this is not.
 *
 * <p>Thread-safe.
 */
@ConsumerType
@FunctionalInterface
public interface AuditListener {

    /**
     * Receives a decision. Called on threads of the engine, also on I/O threads, so it must not block. A failure is logged.
     *
     * @param event the decision
     */
    void onEvent(AuditEvent event);

    /** {@return true if it also receives what is admitted, which are all calls, sessions, subscriptions and publishers; false at first} */
    default boolean receivesAdmissions() {
        return false;
    }
}
