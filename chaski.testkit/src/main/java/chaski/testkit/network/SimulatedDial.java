package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.ConnectTimeoutException;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One attempt to connect: a request is sent, an answer returns, and both wait while the line is blocked. */
final class SimulatedDial {

    private final SimulatedNetwork network;
    private final InMemoryTransport transport;
    private final Endpoint remote;
    private final CompletableFuture<Link> result;
    private final Executor io;
    private Optional<LinkSecurity> security = Optional.empty();

    SimulatedDial(
            SimulatedNetwork network, InMemoryTransport transport, Endpoint remote, CompletableFuture<Link> result) {
        this.network = network;
        this.transport = transport;
        this.remote = remote;
        this.result = result;
        this.io = transport.process().thread("dial");
    }

    void begin(ConnectOptions options) {
        Duration timeout = options.timeout();
        security = options.security();
        var timer = transport
                .process()
                .after(
                        timeout,
                        "dial timeout",
                        () -> result.completeExceptionally(new ConnectTimeoutException(
                                "cannot connect to " + remote + ": no answer within " + timeout.toMillis() + " ms")));
        result.whenComplete((link, failure) -> timer.cancel());
        Optional<String> host = network.resolve(remote.host(), transport.host());
        if (host.isPresent()) {
            travel(new HostPath(transport.host(), host.get()), () -> reach(host.get()));
        } else {
            io.execute(() -> fail("there is no host " + remote.host()));
        }
    }

    private void reach(String host) {
        if (result.isDone() || !transport.process().alive()) {
            return;
        }
        Optional<SimulatedListener> listener =
                network.ports().find(new PortTable.Port(host, remote.scheme(), remote.port()));
        if (listener.isEmpty()) {
            refuse(host);
            return;
        }
        ConnectPolicy.Fate fate = network.fate(transport.host(), host);
        if (fate instanceof ConnectPolicy.Refuse) {
            refuse(host);
        } else if (fate instanceof ConnectPolicy.Accept) {
            accept(host, listener.get(), null);
        } else if (fate instanceof ConnectPolicy.AcceptThenDie death) {
            accept(host, listener.get(), death);
        }
    }

    private void refuse(String host) {
        travel(
                new HostPath(host, transport.host()),
                () -> io.execute(() -> result.completeExceptionally(
                        new ConnectionRefusedException("cannot connect to " + remote + ": no listener there"))));
    }

    private void accept(String host, SimulatedListener listener, ConnectPolicy.@Nullable AcceptThenDie death) {
        Endpoint local = new Endpoint(
                remote.scheme(), transport.host(), network.ports().free(transport.host(), remote.scheme()));
        SimulatedLink link = network.connect(new LinkSide(transport.links(), local, remote), listener.side(local));
        if (death != null) {
            link.cutAfter(death.direction(), death.bytes());
        }
        Optional<LinkSecurity> ofListener = listener.security();
        listener.accept(link.accepted());
        LinkEnd end = link.dialled();
        Runnable finish;
        if (security.isEmpty() && ofListener.isEmpty()) {
            finish = () -> complete(end);
        } else if (security.isPresent() && ofListener.isPresent()) {
            finish = authenticate(link, security.get(), ofListener.get());
        } else {
            link.accepted()
                    .fail(new TransportException("the other side "
                            + (security.isPresent() ? "encrypts" : "does not encrypt") + " the link"));
            finish = () -> {
                end.close();
                fail("the other side " + (security.isPresent() ? "does not encrypt" : "encrypts") + " the link");
            };
        }
        travel(new HostPath(host, transport.host()), () -> end.execute(finish));
    }

    /**
     * Lets the ends judge each other. As with TLS 1.3, a dialler that is refused has finished its handshake by then, and its link
     * breaks.
     *
     * @return what happens at the dialler
     */
    private Runnable authenticate(SimulatedLink link, LinkSecurity dialler, LinkSecurity answerer) {
        SimulatedAuthentication handshake = new SimulatedAuthentication(dialler, answerer);
        LinkEnd end = link.dialled();
        try {
            end.authenticated(new LinkAuthentication(handshake.judgeAnswerer(), security));
        } catch (CertificateException refused) {
            link.accepted().fail(new TransportException("the other side refused the certificate"));
            return () -> {
                end.close();
                fail("its certificate is refused: " + refused.getMessage());
            };
        }
        try {
            link.accepted().authenticated(new LinkAuthentication(handshake.judgeDialler(), Optional.of(answerer)));
            return () -> complete(end);
        } catch (CertificateException refused) {
            link.accepted().fail(new TransportException("the certificate is refused: " + refused.getMessage()));
            return () -> {
                complete(end);
                end.fail(new TransportException("the other side refused the certificate"));
            };
        }
    }

    private void complete(LinkEnd end) {
        if (!result.complete(end)) {
            end.close();
        }
    }

    /** Runs something after the time that a packet needs, and after the line is up if it is blocked. */
    private void travel(HostPath path, Runnable then) {
        LinkProfile line = network.paths().profile(path);
        network.simulation().after(line.latency(), () -> {
            if (network.paths().blocked(path)) {
                network.whenHealed(() -> travel(path, then));
            } else {
                then.run();
            }
        });
    }

    private void fail(String reason) {
        result.completeExceptionally(new TransportException("cannot connect to " + remote + ": " + reason));
    }
}
