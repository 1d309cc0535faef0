package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectFailedException;
import chaski.api.transport.ConnectTimeoutException;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.Link;
import chaski.api.transport.TransportErrors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The race between the addresses of one name, in virtual time. */
class AddressRaceTest {

    private static final Duration HEAD_START = Duration.ofNanos(AddressRace.HEAD_START_NS);

    private final DialScene scene = new DialScene();

    @Test
    void addressesAreDialledOneHeadStartAfterTheOther() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2", "::3");
        assertThat(scene.dialled()).containsExactly("1.1.1.1");

        scene.pass(HEAD_START.minusNanos(1));
        assertThat(scene.dialled()).containsExactly("1.1.1.1");
        scene.pass(Duration.ofNanos(1));
        assertThat(scene.dialled()).containsExactly("1.1.1.1", "::3");
        scene.pass(HEAD_START);

        assertThat(scene.dialled()).containsExactly("1.1.1.1", "::3", "2.2.2.2");
        assertThat(link).isNotDone();
        assertThat(scene.timeouts())
                .containsExactly(
                        DialScene.TIMEOUT,
                        DialScene.TIMEOUT.minus(HEAD_START),
                        DialScene.TIMEOUT.minus(HEAD_START.multipliedBy(2)));
    }

    @Test
    void addressThatFailsIsFollowedByTheNextAtOnce() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2");

        refuse("1.1.1.1");
        assertThat(scene.dialled()).containsExactly("1.1.1.1", "2.2.2.2");
        Link second = scene.succeed("2.2.2.2");

        assertThat(link).isCompletedWithValue(second);
    }

    @Test
    void firstLinkWinsAndTheOthersAreGivenUp() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2", "3.3.3.3");
        scene.pass(HEAD_START);

        Link winner = scene.succeed("2.2.2.2");

        assertThat(link).isCompletedWithValue(winner);
        assertThat(scene.connect("1.1.1.1")).isCancelled();
        scene.pass(DialScene.TIMEOUT);
        assertThat(scene.dialled()).as("no further address").containsExactly("1.1.1.1", "2.2.2.2");
    }

    @Test
    void secondLinkOfTheSameMomentIsClosed() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2");
        scene.pass(HEAD_START);
        DialScene.FakeLink winner = new DialScene.FakeLink("1.1.1.1");
        DialScene.FakeLink loser = new DialScene.FakeLink("2.2.2.2");

        // Both I/O threads deliver their links before the control loop runs.
        scene.connect("1.1.1.1").complete(winner);
        scene.connect("2.2.2.2").complete(loser);
        scene.settle();

        assertThat(link).isCompletedWithValue(winner);
        assertThat(winner.closed()).isFalse();
        assertThat(loser.closed()).isTrue();
    }

    @Test
    void cancelledRaceGivesUpWhatIsUnderWay() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2");

        link.cancel(false);

        assertThat(scene.connect("1.1.1.1")).isCancelled();
        scene.pass(DialScene.TIMEOUT);
        assertThat(scene.dialled()).containsExactly("1.1.1.1");
    }

    @Test
    void cancelledRaceDialsNothingWhenTheNameIsResolvedLater() {
        scene.name("name", "1.1.1.1");
        CompletableFuture<Link> link = scene.race("ip://name:7601");

        link.cancel(false);
        scene.answer();

        assertThat(scene.dialled()).isEmpty();
    }

    @Test
    void everyAddressThatRefusesIsNamedInTheRefusal() {
        CompletableFuture<Link> link = begin("1.1.1.1", "::1");

        refuse("1.1.1.1");
        assertThat(link).isNotDone();
        refuse("::1");

        assertThat(failure(link))
                .isInstanceOf(ConnectionRefusedException.class)
                .hasMessage("nothing listens on ip://name:7601 (1.1.1.1: connection refused, ::1: connection refused)")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void oneAddressThatFailsOtherwiseMakesItNoRefusal() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2");

        refuse("1.1.1.1");
        scene.fail("2.2.2.2", TransportErrors.cannotConnect(at("2.2.2.2"), new IOException("No route to host")));

        assertThat(failure(link))
                .isInstanceOf(ConnectFailedException.class)
                .isNotInstanceOf(ConnectionRefusedException.class)
                .hasMessage("cannot connect to ip://name:7601"
                        + " (1.1.1.1: connection refused, 2.2.2.2: no route to the host)");
    }

    @Test
    void failureOfAThirdPartysTransportIsTakenByItsMessage() {
        CompletableFuture<Link> link = begin("1.1.1.1");

        scene.fail("1.1.1.1", new TransportException("no licence"));

        assertThat(failure(link)).hasMessage("cannot connect to ip://name:7601 (1.1.1.1: no licence)");
    }

    @Test
    void silenceEndsAtTheDeadlineWithTheAddressesThatWereTried() {
        CompletableFuture<Link> link = begin("1.1.1.1", "2.2.2.2");
        refuse("1.1.1.1");

        scene.pass(DialScene.TIMEOUT.minusNanos(1));
        assertThat(link).isNotDone();
        scene.pass(Duration.ofNanos(1));

        assertThat(failure(link))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage(
                        "ip://name:7601 did not answer within 10000 ms (tried 2.2.2.2; 1.1.1.1: connection refused);"
                                + " check the address, that a node listens there, and firewalls");
        assertThat(scene.connect("2.2.2.2")).isCancelled();
    }

    @Test
    void addressWhoseOwnTimeoutEndsFirstCountsAsSilent() {
        CompletableFuture<Link> link = begin("1.1.1.1");

        scene.fail("1.1.1.1", TransportErrors.noAnswer(at("1.1.1.1"), 9999, "firewalls"));

        assertThat(failure(link))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessageStartingWith("ip://name:7601 did not answer within 10000 ms (tried 1.1.1.1)");
    }

    @Test
    void nameThatIsNotResolvedInTimeIsReported() {
        CompletableFuture<Link> link = scene.race("ip://name:7601");

        scene.pass(DialScene.TIMEOUT);

        assertThat(failure(link))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("the host name 'name' of ip://name:7601 was not resolved within 10000 ms; check the DNS");
    }

    @Test
    void timeToResolveIsPartOfTheTimeout() {
        scene.name("name", "1.1.1.1");
        scene.race("ip://name:7601");
        scene.pass(Duration.ofSeconds(4));

        scene.answer();

        assertThat(scene.timeouts()).containsExactly(DialScene.TIMEOUT.minusSeconds(4));
    }

    @Test
    void unknownNameIsReported() {
        CompletableFuture<Link> link = scene.race("ip://nowhere:7601");

        scene.answer();

        assertThat(failure(link))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot resolve the host name 'nowhere' of ip://nowhere:7601; check the name and the DNS")
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    private CompletableFuture<Link> begin(String... addresses) {
        scene.name("name", addresses);
        CompletableFuture<Link> link = scene.race("ip://name:7601");
        scene.answer();
        return link;
    }

    private void refuse(String host) {
        scene.fail(host, TransportErrors.cannotConnect(at(host), new ConnectException("Connection refused")));
    }

    private static Endpoint at(String host) {
        return new Endpoint("ip", host, 7601);
    }

    private static Throwable failure(CompletableFuture<Link> link) {
        assertThat(link).isCompletedExceptionally();
        return link.handle((none, failure) -> failure).join();
    }
}
