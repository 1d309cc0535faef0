package chaski.transport.udp;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a transport: Netty in production, an emulated network in tests. Thread-safe unless stated
 * otherwise.
 */
interface UdpRuntime {

    /** {@return the next loop, in turn} */
    IoLoop next();

    /** {@return whether the caller runs on one of the loops} */
    boolean current();

    /**
     * Runs a task on a loop and waits for its end; must not be called on a loop. An exception is rethrown unchanged.
     */
    <T> T call(IoLoop loop, Supplier<T> task);

    /**
     * Opens a socket; only on the loop.
     *
     * @param loop serves it
     * @param local where to bind it, or {@code null} for any free port of the right family
     * @param remote the only remote address, or {@code null} for all
     * @param receiver receives what arrives
     * @return the socket, which already reads
     * @throws chaski.transport.udp.SocketFailure when the system refuses it
     */
    UdpSocket open(
            IoLoop loop,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UdpSocket.Receiver receiver);

    /** {@return an unpredictable number} */
    long random();

    /** Runs a task on a loop and waits for its end, for a limited time; must not be called on a loop. */
    void run(IoLoop loop, Runnable task, long timeoutMs);

    /** Waits for an event of the loops, for a limited time; stops waiting when interrupted, leaving the flag set. */
    void await(CompletableFuture<Void> end, long timeoutMs);

    /** Ends the loops as soon as they have completed their tasks, and waits for that unless called on one of them. */
    void close(long timeoutMs);
}
