package chaski.security.grants;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.security.AccessRequest;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrantsTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Identity INGEST = Identity.parse("spiffe://example.org/sensors/ingest");
    private static final Identity OTHER = Identity.parse("spiffe://example.org/other");
    private static final long SEED = 20_261_202L;

    private static Grants grants(String... rules) {
        try {
            return GrantsReader.read(
                    ("{\"rules\": [" + String.join(",\n", rules) + "]}").getBytes(StandardCharsets.UTF_8));
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static Decision decide(Grants grants, AccessRequest request) {
        return grants.decide(request, NOW);
    }

    @Test
    void whatNoRuleAllowsIsRefused() {
        for (Permission permission : List.of(Permission.JOIN, Permission.SEE, Permission.ADMINISTER)) {
            assertThat(decide(grants(), AccessRequest.to(INGEST, permission)).isAllowed())
                    .isFalse();
        }
        assertThat(decide(Grants.absent(), AccessRequest.to(INGEST, Permission.JOIN)))
                .isEqualTo(Decision.refuse("default, there is no grants.json"));
    }

    @Test
    void aRuleAllowsItsPermissionsToItsIdentitiesOnly() {
        Grants grants = grants("{\"who\": \"spiffe://example.org/sensors/*\", \"may\": [\"join\", \"see\"]}");

        assertThat(decide(grants, AccessRequest.to(INGEST, Permission.JOIN)))
                .isEqualTo(Decision.allow("grants.json:1"));
        assertThat(decide(grants, AccessRequest.to(INGEST, Permission.SEE)).isAllowed())
                .isTrue();
        assertThat(decide(grants, AccessRequest.to(INGEST, Permission.ADMINISTER))
                        .isAllowed())
                .isFalse();
        assertThat(decide(grants, AccessRequest.to(OTHER, Permission.JOIN)).isAllowed())
                .isFalse();
    }

    @Test
    void aDenialBeatsRulesThatAllowWhereverItIs() {
        String allow = "{\"who\": \"**\", \"may\": \"join\"}";
        String deny = "{\"name\": \"lost laptop\", \"who\": \"" + INGEST + "\", \"mayNot\": \"join\"}";

        assertThat(decide(grants(allow, deny), AccessRequest.to(INGEST, Permission.JOIN)))
                .isEqualTo(Decision.refuse("grants.json:2 (lost laptop)"));
        assertThat(decide(grants(deny, allow), AccessRequest.to(INGEST, Permission.JOIN)))
                .isEqualTo(Decision.refuse("grants.json:1 (lost laptop)"));
        assertThat(decide(grants(allow, deny), AccessRequest.to(OTHER, Permission.JOIN)))
                .isEqualTo(Decision.allow("grants.json:1"));
    }

    @Test
    void publishAndSubscribeAreDifferentPermissions() {
        Grants grants = grants("{\"who\": \"**\", \"may\": \"publish\", \"topics\": \"lab.>\"}");

        assertThat(decide(grants, AccessRequest.publish(INGEST, Topic.of("lab.eeg")))
                        .isAllowed())
                .isTrue();
        assertThat(decide(grants, AccessRequest.publish(INGEST, Topic.of("office")))
                        .isAllowed())
                .isFalse();
        assertThat(decide(grants, AccessRequest.subscribe(INGEST, TopicPattern.of("lab.eeg")))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void servicesAndMembersHaveToMatch() {
        Grants grants = grants(
                "{\"who\": \"**\", \"may\": [\"call\", \"get\", \"attach\"], \"services\": [\"clock\", \"lab.*\"],"
                        + " \"members\": [\"now\", \"zone*\"]}");

        assertThat(decide(grants, AccessRequest.member(INGEST, Permission.CALL, "clock", "now"))
                        .isAllowed())
                .isTrue();
        assertThat(decide(grants, AccessRequest.member(INGEST, Permission.GET, "lab.eeg", "zone.name"))
                        .isAllowed())
                .isTrue();
        assertThat(decide(grants, AccessRequest.member(INGEST, Permission.SET, "clock", "now"))
                        .isAllowed())
                .isFalse();
        assertThat(decide(grants, AccessRequest.member(INGEST, Permission.CALL, "clock", "stop"))
                        .isAllowed())
                .isFalse();
        assertThat(decide(grants, AccessRequest.member(INGEST, Permission.CALL, "door", "now"))
                        .isAllowed())
                .isFalse();
        assertThat(decide(grants, AccessRequest.attach(INGEST, "clock")).isAllowed())
                .isTrue();
        assertThat(decide(grants, AccessRequest.attach(INGEST, "door")).isAllowed())
                .isFalse();
    }

    @Test
    void aRuleEndsAtItsExpiry() {
        Grants grants = grants(
                "{\"who\": \"**\", \"may\": \"join\", \"until\": \"2030-01-01T00:00:01Z\"}",
                "{\"who\": \"**\", \"mayNot\": \"see\", \"until\": \"2030-01-01T00:00:02Z\"}",
                "{\"who\": \"**\", \"may\": \"see\"}");
        AccessRequest join = AccessRequest.to(INGEST, Permission.JOIN);
        AccessRequest see = AccessRequest.to(INGEST, Permission.SEE);

        assertThat(grants.nextExpiry(NOW)).contains(NOW.plusSeconds(1));
        assertThat(grants.decide(join, NOW).isAllowed()).isTrue();
        assertThat(grants.decide(join, NOW.plusSeconds(1)).isAllowed()).isFalse();
        assertThat(grants.nextExpiry(NOW.plusSeconds(1))).contains(NOW.plusSeconds(2));
        assertThat(grants.decide(see, NOW.plusSeconds(1)).isAllowed()).isFalse();
        assertThat(grants.decide(see, NOW.plusSeconds(2)).isAllowed()).isTrue();
        assertThat(grants.nextExpiry(NOW.plusSeconds(2))).isEmpty();
        assertThat(grants.summary(NOW.plusSeconds(1))).isEqualTo("3 rules, 1 expired");
    }

    /**
     * A subscription is allowed if one pattern of a rule contains all its topics and no denied topic is among them. The oracle looks at
     * topics one by one.
     */
    @Test
    void decisionsOnPatternsAgreeWithTheTopicsTheyMatch() {
        Random random = new Random(SEED);
        List<Topic> topics = topics();
        int allowed = 0;
        for (int i = 0; i < 3_000; i++) {
            List<TopicPattern> granted = patterns(random, 2);
            List<TopicPattern> denied = patterns(random, random.nextInt(2));
            TopicPattern asked = pattern(random);
            List<String> rules = new ArrayList<>();
            granted.forEach(p -> rules.add(rule("may", p)));
            denied.forEach(p -> rules.add(random.nextInt(rules.size() + 1), rule("mayNot", p)));

            List<Topic> wanted = topics.stream().filter(asked::matches).toList();
            boolean expected = granted.stream().anyMatch(p -> wanted.stream().allMatch(p::matches))
                    && denied.stream().noneMatch(p -> wanted.stream().anyMatch(p::matches));

            Decision decision = decide(grants(rules.toArray(String[]::new)), AccessRequest.subscribe(INGEST, asked));
            assertThat(decision.isAllowed()).as("%s with %s", asked, rules).isEqualTo(expected);
            allowed += expected ? 1 : 0;
        }
        assertThat(allowed).isBetween(200, 2_800);
    }

    private static String rule(String verb, TopicPattern topics) {
        return "{\"who\": \"**\", \"" + verb + "\": [\"subscribe\"], \"topics\": \"" + topics + "\"}";
    }

    private static List<TopicPattern> patterns(Random random, int count) {
        List<TopicPattern> patterns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            patterns.add(pattern(random));
        }
        return patterns;
    }

    private static TopicPattern pattern(Random random) {
        int tokens = 1 + random.nextInt(3);
        List<String> text = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            text.add(List.of("a", "b", "*", ">").get(random.nextInt(i == tokens - 1 ? 4 : 3)));
        }
        return TopicPattern.of(String.join(".", text));
    }

    /** All topics of up to four tokens, one more than patterns have, of their names and of one they do not contain. */
    private static List<Topic> topics() {
        List<Topic> topics = new ArrayList<>();
        List<String> last = List.of("a", "b", "x");
        for (int i = 0; i < 4; i++) {
            last.forEach(text -> topics.add(Topic.of(text)));
            last = last.stream()
                    .flatMap(text -> List.of("a", "b", "x").stream().map(token -> text + "." + token))
                    .toList();
        }
        return topics;
    }
}
