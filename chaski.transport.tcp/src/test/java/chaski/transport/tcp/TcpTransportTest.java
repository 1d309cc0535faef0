package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import io.netty.util.internal.InternalThreadLocalMap;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life cycle of the transport as a service. */
class TcpTransportTest {

    @Test
    void serviceLoaderFindsIt() {
        List<Transport> found = ServiceLoader.load(Transport.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(TcpTransport.class::isInstance)
                .toList();

        assertThat(found).singleElement().extracting(Transport::scheme).isEqualTo("tcp");
    }

    @Test
    void nativeSocketsAreChosenWhereTheyWork() {
        assertThat(TcpSockets.best())
                .isInstanceOf(EpollTcpSockets.available() ? EpollTcpSockets.class : NioTcpSockets.class);
    }

    /** The last thread of a transport that an earlier test closed may be about to end. */
    @BeforeEach
    void awaitTheThreadsOfOtherTests() {
        await().until(() -> ownThreads().isEmpty());
    }

    @Test
    void transportThatIsNotUsedHasNoThread() {
        try (TcpTransport transport = new TcpTransport()) {
            assertThat(transport.features()).isNotEmpty();
            assertThat(ownThreads()).isEmpty();
        }
    }

    @Test
    void threadsAreDaemonsWithANumberAndNotTheCallersClassLoader() {
        Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        try (TcpTransport transport = new TcpTransport()) {
            transport.listen(TcpListenerFixture.ANY_PORT, Link::close);
            transport.listen(TcpListenerFixture.ANY_PORT, Link::close);

            assertThat(ownThreads())
                    .allMatch(Thread::isDaemon)
                    .allMatch(thread -> thread.getContextClassLoader() == TcpTransport.class.getClassLoader())
                    .extracting(Thread::getName)
                    .containsExactlyInAnyOrder("chaski-tcp-1", "chaski-tcp-2");
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
        await().until(() -> ownThreads().isEmpty());
    }

    /** Through it, the thread would hold the class loader of a transport that no longer exists. */
    @Test
    void callersThreadKeepsNothingOfNettys() throws Exception {
        AtomicReference<Object> kept = new AtomicReference<>("not run");
        Thread caller = new Thread(new FutureTask<>(() -> {
            try (TcpListenerFixture wire = new TcpListenerFixture(new TcpTransport())) {
                Link dialled = wire.dial(wire.bound());
                Link accepted = wire.accept();
                RecordingLinkHandler.started(dialled);
                RecordingLinkHandler.started(accepted);
                dialled.requestWrite();
                accepted.closeAfterWrites();
                dialled.close();
            }
            kept.set(InternalThreadLocalMap.getIfSet());
            return null;
        }));

        caller.start();
        caller.join();

        assertThat(kept).hasNullValue();
    }

    @Test
    void transportMayBeClosedOnItsOwnThread() {
        TcpTransport transport = new TcpTransport();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        var listener = transport.listen(TcpListenerFixture.ANY_PORT, link -> {
            transport.close();
            closed.complete(true);
        });

        transport.connect(listener.bound(), ConnectOptions.DEFAULT);

        assertThat(closed.join()).isTrue();
        await().until(() -> ownThreads().isEmpty());
    }

    @Test
    void interruptedCloseKeepsTheInterruptAndCloses() {
        TcpTransport transport = new TcpTransport();
        transport.listen(TcpListenerFixture.ANY_PORT, Link::close);

        Thread.currentThread().interrupt();
        transport.close();

        assertThat(Thread.interrupted()).isTrue();
        await().until(() -> ownThreads().isEmpty());
    }

    @Test
    void listenerThatTheTransportHasClosedIsClosed() {
        TcpTransport transport = new TcpTransport();
        TcpListener listener = (TcpListener) transport.listen(TcpListenerFixture.ANY_PORT, Link::close);

        transport.close();

        assertThat(listener.closing()).isDone();
    }

    @Test
    void listenOnAnIoThreadIsRefusedInsteadOfBlockingIt() {
        try (TcpTransport transport = new TcpTransport()) {
            AtomicReference<Throwable> refused = new AtomicReference<>();
            var listener = transport.listen(TcpListenerFixture.ANY_PORT, link -> {
                try {
                    transport.listen(TcpListenerFixture.ANY_PORT, Link::close);
                } catch (IllegalStateException e) {
                    refused.set(e);
                }
            });

            transport.connect(listener.bound(), ConnectOptions.DEFAULT);

            await().until(() -> refused.get() != null);
            assertThat(refused.get()).hasMessageContaining("I/O thread");
        }
    }

    @Test
    void writeOnAnotherThreadIsRefused() throws Exception {
        try (TcpListenerFixture wire = new TcpListenerFixture(new TcpTransport())) {
            Link link = wire.dial(wire.bound());

            assertThatThrownBy(() -> link.write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use requestWrite");
        }
    }

    @Test
    void linkIsStartedOnlyOnce() throws Exception {
        try (TcpListenerFixture wire = new TcpListenerFixture(new TcpTransport())) {
            Link link = wire.dial(wire.bound());
            RecordingLinkHandler first = RecordingLinkHandler.started(link);

            assertThatThrownBy(() -> link.start(first))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("started already");
        }
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("chaski-tcp"))
                .toList();
    }
}
