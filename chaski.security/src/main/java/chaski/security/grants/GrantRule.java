package chaski.security.grants;

import chaski.api.TopicPattern;
import chaski.api.security.AccessRequest;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the file.
 *
 * @param line where it begins, from 1
 * @param name its name, or an empty text
 * @param allows true if it allows, false if it denies
 * @param who whose requests it decides
 * @param permissions which requests it decides
 * @param topics for permissions that are limited to topics
 * @param services for permissions that are limited to services
 * @param members for permissions that are limited to members; all if empty
 * @param until when it ends to apply; {@code null} for never
 */
record GrantRule(
        int line,
        String name,
        boolean allows,
        List<IdentityPattern> who,
        Set<Permission> permissions,
        List<TopicPattern> topics,
        List<NamePattern> services,
        List<NamePattern> members,
        @Nullable Instant until) {

    boolean concerns(Identity identity) {
        return who.stream().anyMatch(pattern -> pattern.matches(identity));
    }

    boolean appliesAt(Instant now) {
        return until == null || now.isBefore(until);
    }

    /** True if the rule allows, or denies, the request of an identity that it concerns. */
    boolean decides(AccessRequest request) {
        return permissions.contains(request.permission())
                && switch (request.permission().scope()) {
                    case NONE -> true;
                    case TOPIC -> decidesTopics(TopicPattern.of(request.subject()));
                    case SERVICE -> isAmong(services, request.subject());
                    case MEMBER ->
                        isAmong(services, request.subject())
                                && (members.isEmpty() || isAmong(members, request.member()));
                };
    }

    /** A rule that allows has to cover all that is asked for with one of its patterns; one that denies needs to meet a part of it. */
    private boolean decidesTopics(TopicPattern asked) {
        return topics.stream().anyMatch(topic -> allows ? topic.covers(asked) : topic.overlaps(asked));
    }

    private static boolean isAmong(List<NamePattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** Where the rule is, for people. */
    @Override
    public String toString() {
        return Grants.FILE_NAME + ":" + line + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
