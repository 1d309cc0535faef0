package chaski.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.ConnectTimeoutException;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Listening, connecting, refusing. */
abstract class ConnectContract extends TransportFixture {

    @Test
    void transportNamesItsSchemeAndIsReliable() {
        Transport transport = transport();

        assertThat(transport.scheme()).isEqualTo(listenEndpoint().scheme());
        assertThat(transport.features()).contains(Feature.RELIABLE);
    }

    @Test
    void portZeroBindsARealPort() {
        Endpoint bound = gate(transport()).bound();

        assertThat(bound.port()).isPositive();
        assertThat(bound.scheme()).isEqualTo(listenEndpoint().scheme());
    }

    @Test
    void everyListenerOnPortZeroHasItsOwnPort() {
        Transport transport = transport();

        assertThat(gate(transport).bound()).isNotEqualTo(gate(transport).bound());
    }

    @Test
    void bothSidesOfALinkKnowTheirEndpoints() {
        Transport transport = transport();
        Latch gate = gate(transport);
        Link dialled = connect(transport, gate.bound());
        Link accepted = gate.next().link();

        assertThat(dialled.remote()).isEqualTo(gate.bound());
        assertThat(accepted.local().port()).isEqualTo(gate.bound().port());
        assertThat(accepted.remote()).isEqualTo(dialled.local());
    }

    @Test
    void linkConnectsTwoTransports() {
        Latch gate = gate(transport());

        roundTrip(pair(transport(), gate));
    }

    @Test
    void oneListenerAcceptsManyLinksAtOnce() {
        Transport transport = transport();
        Latch gate = gate(transport);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pairs.add(pair(transport, gate));
        }

        pairs.forEach(this::roundTrip);
    }

    @Test
    void bytesSentBeforeStartAreNotLost() {
        Transport transport = transport();
        Latch gate = gate(transport);
        LinkProbe dialler = probe(connect(transport, gate.bound()));
        dialler.start(null);
        BytePattern pattern = new BytePattern(1);
        new BytePatternWriter(dialler, pattern, 1000, random()).begin();
        Accepted accepted = gate.next();
        roundTrip(pair());

        LinkProbe acceptor = probe(accepted.link()).expect(pattern);
        acceptor.start(accepted.thread());

        awaitUntil("what was sent before start() arrives", () -> acceptor.received() == 1000);
    }

    @Test
    void closedPortRefusesAndTheErrorNamesTheEndpoint() {
        Transport transport = transport();
        Latch gate = gate(transport);
        Endpoint nobody = gate.bound();
        gate.close();

        Throwable failure = failure(transport, nobody, Duration.ofSeconds(10));

        assertNamesEndpoint(failure, nobody);
        assertThat(failure).isInstanceOf(ConnectionRefusedException.class);
    }

    @Test
    void connectWithoutAnswerEndsWithItsTimeoutAndIsNoRefusal() {
        Endpoint silent = silent();

        Throwable failure = failure(transport(), silent, Duration.ofMillis(300));

        assertNamesEndpoint(failure, silent);
        assertThat(failure).isInstanceOf(ConnectTimeoutException.class);
    }

    @Test
    void transportOfAddressesRefusesAHostName() {
        Transport transport = transport();
        assumeTrue(transport.features().contains(Feature.IP_HOSTS), "this transport takes host names as they are");
        Endpoint named = gate(transport).bound().withHost("localhost");

        assertNamesEndpoint(failure(transport, named, Duration.ofSeconds(10)), named);
        assertNamesEndpoint(catchThrowable(() -> transport.listen(named.withPort(0), Link::close)), named.withPort(0));
    }

    @Test
    void transportWithoutEncryptionRefusesToSecureALink() {
        Transport transport = transport();
        assumeFalse(transport.features().contains(Feature.SECURE), "this transport encrypts links");
        Endpoint bound = gate(transport).bound();
        LinkSecurity security = UnusedSecurity.create();

        assertNamesEndpoint(failure(transport, bound, ConnectOptions.DEFAULT.security(security)), bound);
        assertNamesEndpoint(
                catchThrowable(() -> transport.listen(
                        listenEndpoint(), ListenOptions.DEFAULT.security(() -> security), Link::close)),
                listenEndpoint());
    }

    @Test
    void connectThatWaitsCanBeCancelled() {
        CompletableFuture<Link> connect =
                transport().connect(silent(), ConnectOptions.DEFAULT).toCompletableFuture();

        assertThat(connect.cancel(true)).isTrue();
        assertThat(connect.isCompletedExceptionally()).isTrue();
    }

    @Test
    void closingTheTransportEndsAConnectThatWaits() {
        Endpoint silent = silent();
        Transport transport = transport();
        CompletableFuture<Link> connect =
                transport.connect(silent, ConnectOptions.DEFAULT).toCompletableFuture();

        transport.close();

        awaitUntil("the connect ends", connect::isCompletedExceptionally);
    }

    @Test
    void portInUseCannotBeBoundAndTheErrorNamesTheEndpoint() {
        Endpoint taken = gate(transport()).bound();
        Transport other = transport();

        assertNamesEndpoint(catchThrowable(() -> other.listen(taken, Link::close)), taken);
    }

    @Test
    void closedListenerHasFreedItsPort() {
        Transport transport = transport();
        Latch gate = gate(transport);
        roundTrip(pair(transport, gate));
        gate.close();

        Latch again = new Latch(transport, gate.bound());

        assertThat(again.bound()).isEqualTo(gate.bound());
        roundTrip(pair(transport, again));
    }

    @Test
    void closedListenerKeepsItsLinks() {
        Transport transport = transport();
        Latch gate = gate(transport);
        Pair pair = pair(transport, gate);

        gate.close();

        roundTrip(pair);
        assertThat(pair.dialler().closed()).isFalse();
    }

    @Test
    void listenerMayBeClosedTwice() {
        Latch gate = gate(transport());

        gate.close();
        gate.close();
    }

    @Test
    void linkClosedByTheAcceptorIsRefused() {
        Transport transport = transport();
        AtomicBoolean completed = new AtomicBoolean();
        Listener listener =
                transport.listen(listenEndpoint(), link -> link.close().thenRun(() -> completed.set(true)));

        awaitRefused(transport, listener.bound());

        awaitUntil("the refused link is closed", completed::get);
    }

    @Test
    void acceptorThatThrowsRefusesOnlyThatLink() {
        Transport transport = transport();
        AtomicBoolean failed = new AtomicBoolean();
        Listener listener = transport.listen(listenEndpoint(), link -> {
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("this link is not wanted");
            }
            probe(link).start(Thread.currentThread());
        });
        awaitRefused(transport, listener.bound());

        LinkProbe wanted = probe(connect(transport, listener.bound()));
        wanted.start(null);
        wanted.send(new byte[10]);
        awaitUntil("bytes leave the second link", () -> wanted.released() == 10);
        assertThat(wanted.closed()).isFalse();
    }

    private Endpoint silent() {
        Optional<Endpoint> silent = silentEndpoint();
        assumeTrue(silent.isPresent(), "this transport's test knows no endpoint that does not answer");
        return silent.orElseThrow();
    }
}
