package chaski.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the contract share: the hooks of the transport under test, and pairs of links with probes. */
abstract class TransportFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_NS = 200_000;

    private final List<Transport> transports = new ArrayList<>();
    private final List<LinkProbe> probes = new CopyOnWriteArrayList<>();

    /**
     * Makes a transport; the contract closes it.
     *
     * @return a new transport
     */
    protected abstract Transport create();

    /**
     * Returns the endpoint to listen on.
     *
     * @return a local endpoint that others in the test can dial, with port 0
     */
    protected abstract Endpoint listenEndpoint();

    /**
     * Returns an endpoint at which a connect gets no answer, so that it ends with its timeout. Default: none; the tests
     * that need it are skipped.
     *
     * @return such an endpoint, if this machine or network has one
     */
    protected Optional<Endpoint> silentEndpoint() {
        return Optional.empty();
    }

    /**
     * Waits until a condition holds. Default: polls, for at most 30 seconds. A transport on virtual time
     * lets time pass instead.
     *
     * @param what describes the condition, for the error
     * @param condition cheap, and thread-safe where the transport has threads
     * @throws AssertionError if it does not hold in time
     */
    protected void awaitUntil(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("waited " + PATIENCE + " for: " + what + breaches());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /**
     * Runs an action on a thread that is neither the test's nor the transport's, and waits for its end. Default: a new
     * thread. A transport whose simulation has only one thread runs it immediately.
     *
     * @param action what to do
     */
    protected void onAnotherThread(Runnable action) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(action, "contract-other");
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        awaitUntil("the other thread has done its work", () -> !thread.isAlive());
        assertThat(failure.get()).as("what the other thread threw").isNull();
    }

    /**
     * Decides if a thread that did not exist before the transport may belong to it. Default: every thread that is not
     * the JDK's or JUnit's own.
     *
     * @param thread the thread
     * @return true if it must end with the transport
     */
    protected boolean ownsThread(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null
                && !"system".equals(group.getName())
                && !"InnocuousThreadGroup".equals(group.getName())
                && !thread.getName().startsWith("ForkJoinPool.commonPool")
                && !thread.getName().startsWith("junit");
    }

    @AfterEach
    void closeTransportsAndCheckBreaches() {
        transports.forEach(Transport::close);
        assertThat(probes.stream().flatMap(p -> p.breaches().stream()))
                .as("rules of LinkHandler that were broken")
                .isEmpty();
    }

    final Transport transport() {
        Transport transport = create();
        transports.add(transport);
        return transport;
    }

    /** The same random numbers in every run. */
    final RandomGenerator random() {
        return new SplittableRandom(7601);
    }

    final LinkProbe probe(Link link) {
        LinkProbe probe = new LinkProbe(link);
        probes.add(probe);
        return probe;
    }

    /** A link that reached an acceptor, and the thread on which the acceptor was called. */
    record Accepted(Link link, Thread thread) {}

    /** A listener that keeps what it accepts, not started. */
    final class Latch implements AutoCloseable {

        private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
        private final Listener listener;

        Latch(Transport transport, Endpoint local) {
            listener = transport.listen(local, link -> accepted.add(new Accepted(link, Thread.currentThread())));
        }

        Endpoint bound() {
            return listener.bound();
        }

        int waiting() {
            return accepted.size();
        }

        Accepted next() {
            awaitUntil("a link is accepted", () -> !accepted.isEmpty());
            return accepted.remove();
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    final Latch gate(Transport transport) {
        return new Latch(transport, listenEndpoint());
    }

    /** Two started sides of one link. */
    record Pair(LinkProbe dialler, LinkProbe acceptor) {}

    final Pair pair() {
        Transport transport = transport();
        return pair(transport, gate(transport));
    }

    final Pair pair(Transport dialling, Latch gate) {
        LinkProbe dialler = probe(connect(dialling, gate.bound()));
        Accepted accepted = gate.next();
        LinkProbe acceptor = probe(accepted.link());
        acceptor.start(accepted.thread());
        dialler.start(null);
        return new Pair(dialler, acceptor);
    }

    final Link connect(Transport transport, Endpoint remote) {
        Outcome outcome = attempt(transport.connect(remote, ConnectOptions.DEFAULT));
        Link link = outcome.link;
        if (link == null) {
            throw new AssertionError("expected a link to " + remote, outcome.failure);
        }
        return link;
    }

    final Throwable failure(Transport transport, Endpoint remote, Duration timeout) {
        return failure(transport, remote, ConnectOptions.DEFAULT.timeout(timeout));
    }

    final Throwable failure(Transport transport, Endpoint remote, ConnectOptions options) {
        Outcome outcome = attempt(transport.connect(remote, options));
        Throwable failure = outcome.failure;
        if (failure == null) {
            throw new AssertionError("expected that " + remote + " cannot be reached");
        }
        return failure;
    }

    /** Connects to a listener that closes the link: the link ends, or it is never opened if a handshake comes first. */
    final void awaitRefused(Transport transport, Endpoint remote) {
        Outcome outcome = attempt(transport.connect(remote, ConnectOptions.DEFAULT));
        Link link = outcome.link;
        if (link != null) {
            LinkProbe refused = probe(link);
            refused.start(null);
            awaitClosed(refused);
        }
    }

    /** Checks what the API guarantees about a connect that fails. */
    final void assertNamesEndpoint(Throwable failure, Endpoint endpoint) {
        assertThat(failure).isInstanceOf(TransportException.class).hasMessageContaining(endpoint.toString());
    }

    final void awaitClosed(LinkProbe... closed) {
        for (LinkProbe probe : closed) {
            awaitUntil("onClosed is called", probe::closed);
        }
    }

    final void awaitCompleted(LinkProbe probe) {
        awaitUntil("the stage of close() is complete", probe::closeCompleted);
    }

    /** Sends one byte in each direction and waits for both, so that everything before has been processed. */
    final void roundTrip(Pair pair) {
        sendOne(pair.dialler(), pair.acceptor());
        sendOne(pair.acceptor(), pair.dialler());
    }

    private void sendOne(LinkProbe from, LinkProbe to) {
        long before = to.received();
        from.send(new byte[] {1});
        awaitUntil("a byte arrives", () -> to.received() > before);
    }

    private Outcome attempt(CompletionStage<Link> stage) {
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        stage.whenComplete((link, failure) -> outcomes.add(new Outcome(link, unwrapped(failure))));
        awaitUntil("the connect ends", () -> !outcomes.isEmpty());
        return outcomes.get(0);
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private String breaches() {
        List<String> all = probes.stream().flatMap(p -> p.breaches().stream()).toList();
        return all.isEmpty() ? "" : "; broken rules: " + all;
    }

    private record Outcome(@Nullable Link link, @Nullable Throwable failure) {}
}
