package chaski.api.security;

import chaski.api.Topic;
import chaski.api.TopicPattern;

/**
 * The question whether an identity may do something at a node. Immutable.
 *
 * <p>For {@link Permission.Scope#TOPIC} the subject is a topic or a pattern. A pattern asks for every topic that it matches. For
 * {@link Permission.Scope#MEMBER} the subject is the name of a service or of an attached function, and the member that of a method or an
 * attribute, with dots where it is that of an attribute; the member of an attached function is its name again. For
 * {@link Permission.Scope#SERVICE} there is a subject only, for {@link Permission.Scope#NONE} neither.
 *
 * @param identity the participant
 * @param permission what it wants to do
 * @param subject what it is limited to, or an empty text
 * @param member the member of a service, or an empty text
 */
public record AccessRequest(Identity identity, Permission permission, String subject, String member) {

    /**
     * Checks that the subject and the member are those of the permission.
     *
     * @param identity the participant
     * @param permission what it wants to do
     * @param subject what it is limited to, or an empty text
     * @param member the member of a service, or an empty text
     * @throws IllegalArgumentException if they are not
     * @throws chaski.api.InvalidTopicException if the subject is to be a topic and is none
     */
    public AccessRequest {
        Permission.Scope scope = permission.scope();
        if (subject.isEmpty() != (scope == Permission.Scope.NONE)
                || member.isEmpty() != (scope != Permission.Scope.MEMBER)) {
            throw new IllegalArgumentException("expected a subject of the kind " + scope + " for " + permission
                    + ", got '" + subject + "' and '" + member + "'");
        }
        if (scope == Permission.Scope.TOPIC) {
            TopicPattern.of(subject);
        }
    }

    /**
     * Asks for a permission that is not limited to a subject.
     *
     * @param identity the participant
     * @param permission {@code JOIN}, {@code SEE} or {@code ADMINISTER}
     * @return the request
     */
    public static AccessRequest to(Identity identity, Permission permission) {
        return new AccessRequest(identity, permission, "", "");
    }

    /**
     * Asks to publish a topic.
     *
     * @param identity the participant
     * @param topic the topic
     * @return the request
     */
    public static AccessRequest publish(Identity identity, Topic topic) {
        return new AccessRequest(identity, Permission.PUBLISH, topic.name(), "");
    }

    /**
     * Asks to subscribe to all topics of a pattern.
     *
     * @param identity the participant
     * @param pattern the pattern
     * @return the request
     */
    public static AccessRequest subscribe(Identity identity, TopicPattern pattern) {
        return new AccessRequest(identity, Permission.SUBSCRIBE, pattern.text(), "");
    }

    /**
     * Asks to use a member of a service.
     *
     * @param identity the participant
     * @param permission {@code CALL}, {@code GET}, {@code SET} or {@code OBSERVE}
     * @param service the name of the service
     * @param member the name of the member
     * @return the request
     */
    public static AccessRequest member(Identity identity, Permission permission, String service, String member) {
        return new AccessRequest(identity, permission, service, member);
    }

    /**
     * Asks to offer a service.
     *
     * @param identity the participant
     * @param service the name of the service or of the attached function
     * @return the request
     */
    public static AccessRequest attach(Identity identity, String service) {
        return new AccessRequest(identity, Permission.ATTACH, service, "");
    }

    /** {@return the request as text for people, for example {@code spiffe://example.org/ingest publish lab.eeg}} */
    @Override
    public String toString() {
        return identity + " " + permission + (subject.isEmpty() ? "" : " " + subject)
                + (member.isEmpty() ? "" : " " + member);
    }
}
