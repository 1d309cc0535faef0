package chaski.cli.enroll;

import chaski.ca.RegistrationAuthority;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * Issues and renews certificates over HTTPS. Each connection carries one request, has {@value #LONGEST_MS} ms for all of it, handshake
 * included, and is one of at most {@value #MOST_CONNECTIONS}; further ones are closed at once. Thread-safe; its threads end with
 * {@link #close}.
 */
public final class EnrolmentServer implements AutoCloseable {

    /** The most connections at one time, each with a thread. */
    static final int MOST_CONNECTIONS = 32;

    /** A client on a slow line needs two seconds. */
    static final long LONGEST_MS = 10_000;

    private static final int BACKLOG = 64;
    private static final int LINGER_MS = 1_000;
    private static final int MOST_DISCARDED = 64 * 1024;

    /** Of connections that fail before they have a request; requests are limited otherwise. */
    private static final int REPORTS_PER_MINUTE = 30;

    private final ServerSocket listener;
    private final SSLContext tls;
    private final EnrolmentService service;
    private final Consumer<String> report;
    private final AttemptLimiter reports;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService deadlines;

    private EnrolmentServer(
            ServerSocket listener,
            SSLContext tls,
            EnrolmentService service,
            InstantSource clock,
            Consumer<String> report) {
        this.listener = listener;
        this.tls = tls;
        this.service = service;
        this.report = report;
        this.reports = new AttemptLimiter(REPORTS_PER_MINUTE, Duration.ofMinutes(1), clock);
        ThreadFactory threads = new Threads();
        // One thread more than connections: it accepts.
        this.workers =
                new ThreadPoolExecutor(0, MOST_CONNECTIONS + 1, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        this.deadlines = new ScheduledThreadPoolExecutor(1, threads);
    }

    private static final class Threads implements ThreadFactory {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "chaski-enrolment-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }

    /**
     * Binds a port and begins to answer.
     *
     * @param authority decides and issues
     * @param local the address and port; port 0 for any free one
     * @param report receives one line for each issued certificate and each refusal, on the server's threads
     * @return the server
     * @throws IOException if the port cannot be bound
     */
    public static EnrolmentServer start(
            RegistrationAuthority authority, InetSocketAddress local, Consumer<String> report) throws IOException {
        InstantSource clock = InstantSource.system();
        SSLContext tls;
        try {
            tls = ServerTls.context(authority, clock);
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java runtime lacks TLS 1.3 or the curve P-256", missing);
        }
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(local, BACKLOG);
        } catch (IOException failure) {
            listener.close();
            throw new IOException("cannot listen on " + local + ": " + failure.getMessage(), failure);
        }
        EnrolmentServer server =
                new EnrolmentServer(listener, tls, new EnrolmentService(authority, clock, report), clock, report);
        server.workers.execute(server::accept);
        return server;
    }

    /** {@return the bound address} */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                begin(socket);
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    reportFailure("cannot accept connections: " + failure.getMessage());
                }
            }
        }
    }

    private void begin(Socket socket) {
        try {
            workers.execute(() -> serve(socket));
        } catch (RejectedExecutionException full) {
            end(socket);
            reportFailure("refused " + host(socket) + ": more than " + MOST_CONNECTIONS + " connections");
        }
    }

    private void serve(Socket socket) {
        Future<?> deadline = null;
        boolean authenticated = false;
        try {
            // Closes the socket below TLS: closing that of TLS may wait for the very thread that is blocked.
            deadline = deadlines.schedule(() -> end(socket), LONGEST_MS, TimeUnit.MILLISECONDS);
            socket.setTcpNoDelay(true);
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, (InputStream) null, true);
            secured.setWantClientAuth(true);
            secured.startHandshake();
            authenticated = true;
            reply(secured, host(socket)).write(secured.getOutputStream());
            secured.shutdownOutput();
            discard(secured);
        } catch (IOException | RejectedExecutionException failure) {
            if (!listener.isClosed()) {
                reportFailure("refused " + host(socket) + ": "
                        + reason(failure, deadline != null && deadline.isDone(), authenticated));
            }
        } finally {
            if (deadline != null) {
                deadline.cancel(false);
            }
            end(socket);
        }
    }

    private HttpReply reply(SSLSocket socket, String address) throws IOException {
        try {
            HttpRequest request = HttpRequest.read(new BufferedInputStream(socket.getInputStream()));
            return service.answer(request, address, clientCertificate(socket));
        } catch (HttpRequest.Refused refused) {
            String reason = String.valueOf(refused.getMessage());
            reportFailure("refused " + address + ": " + reason);
            return HttpReply.refused(refused.status(), reason);
        }
    }

    private static Optional<X509Certificate> clientCertificate(SSLSocket socket) {
        try {
            Certificate[] chain = socket.getSession().getPeerCertificates();
            return Optional.of((X509Certificate) chain[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** Closing with bytes unread would reset the connection, and the client might lose the answer. */
    private static void discard(SSLSocket socket) throws IOException {
        socket.setSoTimeout(LINGER_MS);
        try {
            InputStream rest = socket.getInputStream();
            byte[] buffer = new byte[4 * 1024];
            int discarded = 0;
            for (int read = 0; read >= 0 && discarded < MOST_DISCARDED; read = rest.read(buffer)) {
                discarded += read;
            }
        } catch (IOException ended) {
            // The answer was sent; how the client ends is its own affair.
        }
    }

    private static String reason(Exception failure, boolean late, boolean authenticated) {
        String message = String.valueOf(failure.getMessage());
        if (late) {
            return "no complete request within " + LONGEST_MS + " ms";
        }
        if (authenticated) {
            return message;
        }
        // Some clients send an alert, others only close the connection.
        boolean ended = !(failure instanceof SSLException)
                || message.contains("fatal alert")
                || message.contains("terminated the handshake");
        return ended
                ? "the client does not accept this authority, if its token or trust.pem is of another one: it has ended"
                        + " the handshake (" + message + ")"
                : "the handshake of TLS failed: " + message;
    }

    private static String host(Socket socket) {
        return socket.getInetAddress().getHostAddress();
    }

    private void reportFailure(String line) {
        if (reports.blockedSeconds("") == 0) {
            reports.count("");
            report.accept(line);
            if (reports.blockedSeconds("") > 0) {
                report.accept("further failed connections are not reported for a minute");
            }
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // nothing is left to close
        }
    }

    /** Stops to listen, and closes all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException alreadyGone) {
            // nothing is left to close
        }
        workers.shutdown();
        deadlines.shutdownNow();
        open.forEach(this::end);
    }
}
