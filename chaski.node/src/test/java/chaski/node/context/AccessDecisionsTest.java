package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.security.AccessRefusal;
import chaski.api.security.AccessRequest;
import chaski.api.security.AuditEvent;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.AuditListener;
import chaski.api.security.Authorizer;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessDecisionsTest {

    private static final NodeId NODE = new NodeId(new UUID(0, 1));
    private static final NodeId PEER = new NodeId(new UUID(0, 2));
    private static final Identity INGEST = Identity.parse("spiffe://example.org/ingest");

    private final Simulation world = new Simulation(1);
    private final Counters counters = new Counters();
    private final List<NodeEvent> events = new ArrayList<>();
    private final List<AuditEvent> audited = new ArrayList<>();
    private boolean auditsAll;

    /** Keeps its listener. */
    private static final class Switched implements Authorizer {

        private Decision decision = Decision.refuse("rule 1");
        private @Nullable Runnable listener;

        @Override
        public Decision decide(AccessRequest request) {
            return decision;
        }

        @Override
        public void addListener(Runnable added) {
            listener = added;
        }

        @Override
        public void removeListener(Runnable removed) {
            listener = removed == listener ? null : listener;
        }
    }

    private AccessDecisions decisions(@Nullable Authorizer authorizer) {
        AuditListener audit = new AuditListener() {
            @Override
            public void onEvent(AuditEvent event) {
                audited.add(event);
            }

            @Override
            public boolean receivesAdmissions() {
                return auditsAll;
            }
        };
        return new AccessDecisions(
                NODE,
                Optional.ofNullable(authorizer),
                Optional.of(audit),
                world.environment("node"),
                counters,
                draft -> events.add(draft.at(Instant.EPOCH)));
    }

    private static PeerRequest publish(String topic) {
        return new PeerRequest(PEER, "peer", Optional.of(INGEST), Permission.PUBLISH, topic, "");
    }

    @Test
    void withoutAnAuthorizerEverythingIsAllowedAndNothingIsReported() {
        AccessDecisions open = decisions(null);
        PeerRequest unproved = new PeerRequest(PEER, "peer", Optional.empty(), Permission.JOIN, "", "");

        assertThat(open.isOpen()).isTrue();
        assertThat(open.decide(unproved).isAllowed()).isTrue();
        open.report(unproved, open.decide(unproved), Outcome.ADMITTED);
        assertThat(audited).isEmpty();
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void aPeerWithoutAnIdentityIsRefused() {
        AccessDecisions closed = decisions(request -> Decision.allow("all"));

        assertThat(closed.decide(new PeerRequest(PEER, "peer", Optional.empty(), Permission.JOIN, "", ""))
                        .isAllowed())
                .isFalse();
        assertThat(closed.decide(publish("a")).isAllowed()).isTrue();
    }

    @Test
    void anAuthorizerThatFailsRefuses() {
        AccessDecisions failing = decisions(request -> {
            throw new AssertionError("on purpose");
        });

        assertThat(failing.decide(publish("a"))).isEqualTo(Decision.refuse("failure of the authorizer"));
        assertThat(counters.snapshot()).containsEntry("access.failed", 1L);
    }

    @Test
    void everyRefusalIsCountedAndAuditedAndOneAMinuteIsAnEvent() {
        AccessDecisions closed = decisions(new Switched());
        Decision refused = closed.decide(publish("a"));
        for (int i = 0; i < 5; i++) {
            closed.report(publish("a"), refused, Outcome.REFUSED);
        }
        closed.report(publish("b"), refused, Outcome.WITHDRAWN);

        assertThat(counters.snapshot()).containsEntry("access.refused", 6L);
        assertThat(audited).hasSize(6);
        assertThat(audited.get(5))
                .isEqualTo(new AuditEvent(
                        audited.get(5).at(),
                        NODE,
                        PEER,
                        new AccessRequest(INGEST, Permission.PUBLISH, "b", ""),
                        "rule 1",
                        Outcome.WITHDRAWN));
        assertThat(events)
                .containsExactly(
                        new NodeEvent.AccessRefused(
                                Instant.EPOCH,
                                PEER,
                                "peer",
                                new AccessRefusal(Permission.PUBLISH, "a", "rule 1", false)),
                        new NodeEvent.AccessRefused(
                                Instant.EPOCH,
                                PEER,
                                "peer",
                                new AccessRefusal(Permission.PUBLISH, "b", "rule 1", false)));

        world.run(Duration.ofSeconds(61));
        closed.report(publish("a"), refused, Outcome.REFUSED);
        assertThat(events).hasSize(3);
    }

    @Test
    void admissionsAreAuditedOnRequest() {
        AccessDecisions closed = decisions(request -> Decision.allow("all"));
        closed.report(publish("a"), Decision.allow("all"), Outcome.ADMITTED);
        assertThat(audited).isEmpty();

        auditsAll = true;
        closed.report(publish("a"), Decision.allow("all"), Outcome.ADMITTED);
        assertThat(audited).hasSize(1);
        assertThat(counters.snapshot()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void whatAPeerRefusesIsReported() {
        AccessDecisions closed = decisions(new Switched());
        closed.refusedByPeer(publish("a"), "rule 7");
        closed.refusedByPeer(publish("a"), "rule 7");

        assertThat(counters.snapshot()).containsEntry("access.refusedByPeer", 2L);
        assertThat(events)
                .containsExactly(new NodeEvent.AccessRefused(
                        Instant.EPOCH, PEER, "peer", new AccessRefusal(Permission.PUBLISH, "a", "rule 7", true)));
        assertThat(audited).isEmpty();
    }

    @Test
    void theVersionChangesBeforeAChangeIsReported() {
        Switched authorizer = new Switched();
        AccessDecisions closed = decisions(authorizer);
        List<Integer> versions = new ArrayList<>();
        closed.start(() -> versions.add(closed.version()));
        int before = closed.version();
        Runnable listener = authorizer.listener;
        assertThat(listener).isNotNull();

        listener.run();
        assertThat(versions).hasSize(1).doesNotContain(before);

        closed.close();
        assertThat(authorizer.listener).isNull();
        listener.run();
        assertThat(versions).hasSize(1);
    }

    @Test
    void aLongRuleIsShortened() {
        AccessDecisions closed = decisions(request -> Decision.refuse("r".repeat(1_000)));

        assertThat(closed.decide(publish("a")).rule()).hasSize(Decision.MAX_RULE_LENGTH);
    }

    /** A peer that asks for many subjects cannot fill memory, and later subjects are still reported. */
    @Test
    void onlyTheLatestSubjectsAreRemembered() {
        AccessDecisions closed = decisions(new Switched());
        for (int i = 0; i < 3_000; i++) {
            closed.report(publish("t" + i), Decision.refuse("rule 1"), Outcome.REFUSED);
        }
        assertThat(events).hasSize(3_000);
        closed.report(publish("t2999"), Decision.refuse("rule 1"), Outcome.REFUSED);
        assertThat(events).hasSize(3_000);
        closed.report(publish("t0"), Decision.refuse("rule 1"), Outcome.REFUSED);
        assertThat(events).hasSize(3_001);
    }
}
