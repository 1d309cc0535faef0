package chaski.security.grants;

import chaski.api.TopicPattern;
import chaski.api.security.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a rule as they are read, and the check that they belong together. */
final class RuleFields {

    String name = "";
    List<IdentityPattern> who = List.of();
    Set<Permission> may = Set.of();
    Set<Permission> mayNot = Set.of();
    List<TopicPattern> topics = List.of();
    List<NamePattern> services = List.of();
    List<NamePattern> members = List.of();

    @Nullable
    Instant until;

    /**
     * Makes the rule. A field that is missing or has no effect is a mistake: the author of a rule that allows too much or too little
     * would not notice.
     *
     * @throws IllegalArgumentException if the fields do not belong together; the message names the reason
     */
    GrantRule rule(int line) {
        if (who.isEmpty()) {
            throw new IllegalArgumentException("expected the key 'who'");
        }
        if (may.isEmpty() == mayNot.isEmpty()) {
            throw new IllegalArgumentException("expected either the key 'may' or the key 'mayNot'");
        }
        Set<Permission> permissions = may.isEmpty() ? mayNot : may;
        require("topics", !topics.isEmpty(), permissions, Set.of(Permission.Scope.TOPIC));
        require(
                "services",
                !services.isEmpty(),
                permissions,
                Set.of(Permission.Scope.SERVICE, Permission.Scope.MEMBER));
        if (!members.isEmpty()) {
            require("members", true, permissions, Set.of(Permission.Scope.MEMBER));
        }
        return new GrantRule(line, name, !may.isEmpty(), who, permissions, topics, services, members, until);
    }

    private static void require(
            String key, boolean present, Set<Permission> permissions, Set<Permission.Scope> scopes) {
        boolean needed = permissions.stream().anyMatch(permission -> scopes.contains(permission.scope()));
        if (needed && !present) {
            throw new IllegalArgumentException("expected the key '" + key + "', for " + permissions);
        }
        if (!needed && present) {
            throw new IllegalArgumentException("the key '" + key + "' has no effect on " + permissions);
        }
    }
}
