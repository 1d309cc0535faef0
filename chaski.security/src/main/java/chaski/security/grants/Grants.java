package chaski.security.grants;

import chaski.api.security.AccessRequest;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Decides by the rules of a file: what a rule denies is refused, what no rule denies and one allows is allowed, and the rest is refused.
 * Each decision depends on the rules, the request and the time only. Immutable.
 */
final class Grants {

    static final String FILE_NAME = "grants.json";

    /** More than the peers that a node accepts by default. Beyond it, rules are selected for each request. */
    private static final int REMEMBERED = 2048;

    private final List<GrantRule> rules;
    private final String otherwise;

    /** The rules that concern an identity: their patterns would cost most of a decision. */
    private final Map<Identity, List<GrantRule>> byIdentity = new ConcurrentHashMap<>();

    private Grants(List<GrantRule> rules, String otherwise) {
        this.rules = List.copyOf(rules);
        this.otherwise = otherwise;
    }

    static Grants of(List<GrantRule> rules) {
        return new Grants(rules, FILE_NAME + ", which has no rule that allows it");
    }

    /** {@return no rules, because there is no file} */
    static Grants absent() {
        return new Grants(List.of(), "default, there is no " + FILE_NAME);
    }

    Decision decide(AccessRequest request, Instant now) {
        Predicate<GrantRule> decides = rule -> rule.appliesAt(now) && rule.decides(request);
        List<GrantRule> concerned = concerning(request.identity());
        return first(concerned, rule -> !rule.allows() && decides.test(rule))
                .map(rule -> Decision.refuse(rule.toString()))
                .or(() -> first(concerned, rule -> rule.allows() && decides.test(rule))
                        .map(rule -> Decision.allow(rule.toString())))
                .orElseGet(() -> Decision.refuse(otherwise));
    }

    private static Optional<GrantRule> first(List<GrantRule> rules, Predicate<GrantRule> condition) {
        return rules.stream().filter(condition).findFirst();
    }

    private List<GrantRule> concerning(Identity identity) {
        List<GrantRule> known = byIdentity.get(identity);
        if (known != null) {
            return known;
        }
        List<GrantRule> selected =
                rules.stream().filter(rule -> rule.concerns(identity)).toList();
        if (byIdentity.size() < REMEMBERED) {
            byIdentity.put(identity, selected);
        }
        return selected;
    }

    /** {@return when the next rule ends to apply} */
    Optional<Instant> nextExpiry(Instant now) {
        return rules.stream()
                .map(GrantRule::until)
                .filter(Objects::nonNull)
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }

    /** {@return how many rules there are, and how many no longer apply} */
    String summary(Instant now) {
        long expired = rules.stream().filter(rule -> !rule.appliesAt(now)).count();
        return rules.size()
                + (rules.size() == 1 ? " rule" : " rules")
                + (expired == 0 ? "" : ", " + expired + " expired");
    }
}
