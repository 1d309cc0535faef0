package chaski.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tests that every {@link Transport} passes. A transport's test extends this class:
 *
 * <pre>{@code
 * class TcpTransportContractTest extends TransportContract {
 *
 *     @Override
 *     protected Transport create() {
 *         return new TcpTransport();
 *     }
 *
 *     @Override
 *     protected Endpoint listenEndpoint() {
 *         return Endpoint.parse("tcp://127.0.0.1:0");
 *     }
 * }
 * }</pre>
 *
 * <p>Three other hooks have defaults: {@link #silentEndpoint} for a peer that does not answer, {@link #awaitUntil} and
 * {@link #onAnotherThread} for a transport on virtual time.
 *
 * <p>Every test also checks on every link: all calls of the handler are made on one thread, none inside another; only
 * {@code onReleased} is called after {@code onClosed}, and nothing after the stage of {@code close} is complete; bytes
 * arrive as they were sent; released totals only grow and end at what was given.
 */
public abstract class TransportContract extends CloseContract {

    private static final int MANY_LINKS = 300;
    private static final int TOLERATED = 8;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** For subclasses. */
    protected TransportContract() {}

    // declared here again for readers of this class, and for the computation of the bundle's headers

    @Override
    protected abstract Transport create();

    @Override
    protected abstract Endpoint listenEndpoint();

    @Test
    void manyLinksLeaveNoDescriptorThreadOrHandlerBehind() {
        Transport transport = transport();
        Latch gate = gate(transport);
        openAndClose(transport, gate, 0);
        long descriptors = descriptors();
        int threads = threads().size();
        List<WeakReference<Object>> handlers = new ArrayList<>();
        for (int i = 0; i < MANY_LINKS; i++) {
            handlers.add(openAndClose(transport, gate, i));
        }

        awaitUntil("descriptors are closed", () -> descriptors() <= descriptors + TOLERATED);
        assertThat(threads().size()).isLessThanOrEqualTo(threads + TOLERATED);
        awaitUntil("handlers of closed links can be collected", () -> {
            System.gc();
            return handlers.stream().filter(h -> h.get() != null).count() <= TOLERATED;
        });
    }

    @Test
    void closedTransportHasEndedItsThreads() {
        Set<Thread> before = threads();
        Transport dialling = transport();
        Transport listening = transport();
        roundTrip(pair(dialling, gate(listening)));

        dialling.close();
        listening.close();

        awaitUntil("the transports' threads have ended", () -> {
            Set<Thread> left = new HashSet<>(threads());
            left.removeAll(before);
            return left.stream().noneMatch(this::ownsThread);
        });
    }

    private WeakReference<Object> openAndClose(Transport transport, Latch gate, int round) {
        LinkProbe dialler = new LinkProbe(connect(transport, gate.bound()));
        Accepted accepted = gate.next();
        LinkProbe acceptor = new LinkProbe(accepted.link());
        acceptor.start(accepted.thread());
        dialler.start(null);
        dialler.send(new byte[100]);
        if (round % 3 == 0) {
            awaitUntil("bytes arrive", () -> acceptor.received() == 100);
        }
        (round % 2 == 0 ? dialler : acceptor).close();
        awaitClosed(dialler, acceptor);
        assertThat(dialler.breaches()).isEmpty();
        assertThat(acceptor.breaches()).isEmpty();
        return new WeakReference<>(round % 4 < 2 ? dialler : acceptor);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }

    /** Counts open descriptors where the system reports them; elsewhere there is nothing to compare. */
    private static long descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
