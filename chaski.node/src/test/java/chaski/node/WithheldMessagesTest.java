package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.Route;
import chaski.api.security.Permission;
import chaski.api.security.SecurityConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node has accepted for a peer without a link is not sent when the peer may not subscribe any more. */
final class WithheldMessagesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WINDOW = 20_000;
    private static final int LENGTH = 900;

    @TempDir
    private Path directory;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final SwitchedAuthorizer grants = new SwitchedAuthorizer();
    private Talker a;
    private Talker b;
    private Route route;
    private long said;

    @BeforeEach
    void meet() {
        TrustLab lab = new TrustLab(directory, world);
        b = talker(lab, "b", new SwitchedAuthorizer());
        a = talker(lab, "a", grants);
        b.listen("t.>", WINDOW);
        route = a.route("t.secret");
        world.await("they meet", () -> route.matched() == 1, SOON);
    }

    private Talker talker(TrustLab lab, String host, SwitchedAuthorizer authorizer) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.security(SecurityConfig.identity(lab.holder(host).provider())
                    .authorizer(authorizer)
                    .instance(host));
            builder.listen("mem://" + host + ":1");
            if (host.equals("a")) {
                builder.join("mem://b:1");
            }
        });
    }

    private void say(int count) {
        for (int i = 0; i < count; i++) {
            said++;
            assertThat(Talker.say(route, said, LENGTH)).isGreaterThan(0);
        }
    }

    private void park() {
        network.block("a", "b");
        network.block("b", "a");
        network.cut("a", "b");
        world.await("there is no link", () -> !a.raised(NodeEvent.Parked.class).isEmpty(), SOON);
    }

    private void heal() {
        network.heal();
        world.await("all is settled", () -> route.unconfirmed() == 0 && isLinked(), SOON);
        world.run(Duration.ofSeconds(1));
    }

    private boolean isLinked() {
        return a.node.peers().stream().anyMatch(peer -> peer.link().isPresent());
    }

    private void denySubscribing(String pattern) {
        grants.deny(request -> request.permission() == Permission.SUBSCRIBE
                && request.subject().equals(pattern));
        world.run(Duration.ofMillis(100));
    }

    private void assertHeard(long... numbers) {
        assertThat(b.heard)
                .containsExactlyElementsOf(LongStream.of(numbers).boxed().toList());
    }

    @Test
    void messagesThatWaitForALinkAreNotSentAndAreReportedAsRefused() {
        say(2);
        world.await("they arrived", () -> route.unconfirmed() == 0, SOON);
        park();
        say(5);
        denySubscribing("t.>");
        assertThat(route.matched()).isZero();
        assertThat(route.unconfirmed()).isZero();
        heal();

        assertHeard(1, 2);
        assertThat(a.raised(NodeEvent.Unsubscribed.class)).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(5);
            assertThat(event.reason()).isEqualTo(UnsubscribedReason.REFUSED);
            assertThat(event.peer()).isEqualTo(b.node.id());
        });
        assertThat(a.counted("messages.withheld")).isEqualTo(5);
        assertThat(a.node.peers().iterator().next().counters())
                .containsEntry("messages.refused", 5L)
                .containsEntry("messages.unsubscribed", 5L);
        assertThat(a.raised(NodeEvent.AccessRefused.class))
                .anySatisfy(event -> assertThat(event.refusal().rule()).isEqualTo(SwitchedAuthorizer.RULE));
        assertThat(b.raised(NodeEvent.AccessRefused.class))
                .anySatisfy(event -> assertThat(event.refusal().rule()).isEqualTo(SwitchedAuthorizer.RULE));
        assertThat(a.raised(NodeEvent.SessionLost.class)).isEmpty();
    }

    /** If too little credit were returned, the last message would be blocked; if too much, the peer would end the session. */
    @Test
    void theCreditOfWithheldMessagesIsReturned() {
        b.goDeaf();
        int all = (int) (WINDOW / Route.cost(LENGTH));
        say(3);
        world.await("they arrived", () -> route.unconfirmed() == 0, SOON);
        park();
        say(all - 3);
        assertThat(Talker.say(route, said + 1, LENGTH)).isEqualTo(Route.BLOCKED);
        denySubscribing("t.>");
        heal();
        grants.allowAll();
        world.await("it is served again", () -> route.matched() == 1, SOON);
        say(all - 3);
        assertThat(Talker.say(route, said + 1, LENGTH)).isEqualTo(Route.BLOCKED);
        world.await("they arrived", () -> route.unconfirmed() == 0, SOON);

        assertThat(b.heard).hasSize(all);
        assertThat(a.counted("messages.withheld")).isEqualTo(all - 3);
        assertThat(a.raised(NodeEvent.SessionLost.class)).isEmpty();
        assertThat(b.raised(NodeEvent.Refused.class)).isEmpty();
    }

    @Test
    void whatAnotherSubscriptionOfThePeerIsGrantedIsSent() {
        b.listen("t.secret", WINDOW);
        world.await("it is known", () -> route.matched() == 2, SOON);
        park();
        say(4);
        denySubscribing("t.>");
        heal();

        assertThat(b.heard).contains(1L, 2L, 3L, 4L);
        assertThat(a.counted("messages.withheld")).isZero();
        assertThat(a.raised(NodeEvent.Unsubscribed.class)).isEmpty();
    }

    /** Messages are for the subscriptions that were served when they were accepted, whatever is served later. */
    @Test
    void aSubscriptionThatWasNotServedHasPaidForNothing() {
        b.listen("t.secret", WINDOW);
        world.await("it is known", () -> route.matched() == 2, SOON);
        park();
        denySubscribing("t.secret");
        say(3);
        denySubscribing("t.>");
        heal();
        assertThat(b.heard).isEmpty();
        assertThat(a.counted("messages.withheld")).isEqualTo(3);

        b.goDeaf();
        int all = (int) (WINDOW / Route.cost(LENGTH));
        say(all);
        assertThat(Talker.say(route, said + 1, LENGTH)).isEqualTo(Route.BLOCKED);
        world.await("they arrived", () -> route.unconfirmed() == 0, SOON);
        assertThat(b.raised(NodeEvent.Refused.class)).isEmpty();
    }

    @Test
    void whatALinkHasBegunToSendIsDelivered() {
        say(5);
        denySubscribing("t.>");
        world.await("all is settled", () -> route.unconfirmed() == 0, SOON);
        world.run(Duration.ofSeconds(1));

        assertThat(b.heard.size() + a.counted("messages.withheld")).isEqualTo(5);
        assertThat(b.heard).hasSize(5);
    }
}
