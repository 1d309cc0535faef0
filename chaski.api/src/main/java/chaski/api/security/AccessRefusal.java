package chaski.api.security;

/**
 * What grants did not allow, for people.
 *
 * @param permission what a node wanted to do
 * @param subject the topic, or the service and its member; empty if the permission has none
 * @param rule the rule that decided
 * @param isByPeer true if the peer refused it to this node, false if this node refused it
 */
public record AccessRefusal(Permission permission, String subject, String rule, boolean isByPeer) {

    /** {@return for example {@code publish lab.eeg, by grants.json:12 (sensors)}} */
    @Override
    public String toString() {
        return permission + (subject.isEmpty() ? "" : " " + subject) + ", by " + rule;
    }
}
