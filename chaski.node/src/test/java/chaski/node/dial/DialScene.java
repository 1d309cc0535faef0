package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.protocol.Environment;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.node.identity.NodeSecurity;
import chaski.node.link.HostNames;
import chaski.testkit.simulation.Simulation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * A transport whose connects end when a test requires it, and a DNS that answers when the test requires it, in virtual
 * time.
 */
final class DialScene {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Simulation world = new Simulation(7603);
    private final Environment environment = new HeldLookUps(world.environment("dialler"));
    private final Map<String, List<String>> names = new HashMap<>();
    private final Queue<Runnable> lookUps = new ArrayDeque<>();
    private final Resolver resolver = new Resolver(environment, names());
    private final Map<String, CompletableFuture<Link>> connects = new LinkedHashMap<>();
    private final List<ConnectOptions> options = new ArrayList<>();
    private final Transport transport = new AddressTransport();

    void name(String host, String... addresses) {
        names.put(host, List.of(addresses));
    }

    Environment environment() {
        return environment;
    }

    Resolver resolver() {
        return resolver;
    }

    Transport transport() {
        return transport;
    }

    NodeSecurity security() {
        return NodeSecurity.open(SecurityConfig.OPEN, () -> Instant.EPOCH, new Random(1));
    }

    HostNames names() {
        return host -> {
            List<String> addresses = names.get(host);
            if (addresses == null) {
                throw new UnknownHostException(host);
            }
            return addresses.stream()
                    .map(IpAddresses::parse)
                    .map(Optional::orElseThrow)
                    .toArray(InetAddress[]::new);
        };
    }

    /** Begins to race for an endpoint. */
    CompletableFuture<Link> race(String endpoint) {
        return new AddressRace(
                        environment,
                        resolver,
                        target -> transport.connect(target.remote(), ConnectOptions.DEFAULT.timeout(target.timeout())),
                        Endpoint.parse(endpoint),
                        TIMEOUT)
                .start();
    }

    /** {@return how many look-ups block} */
    int lookUps() {
        return lookUps.size();
    }

    /** Makes the DNS answer one look-up. */
    void answer() {
        lookUps.remove().run();
        settle();
    }

    /** {@return the hosts that were dialled, in order} */
    List<String> dialled() {
        return List.copyOf(connects.keySet());
    }

    /** {@return how long each of them might take} */
    List<Duration> timeouts() {
        return options.stream().map(ConnectOptions::timeout).toList();
    }

    /** {@return the result of the connect to a host} */
    CompletableFuture<Link> connect(String host) {
        CompletableFuture<Link> connect = connects.get(host);
        if (connect == null) {
            throw new AssertionError(host + " was not dialled, but " + dialled());
        }
        return connect;
    }

    void fail(String host, Throwable failure) {
        connect(host).completeExceptionally(failure);
        settle();
    }

    FakeLink succeed(String host) {
        FakeLink link = new FakeLink(host);
        connect(host).complete(link);
        settle();
        return link;
    }

    /** Runs what is due. */
    void settle() {
        world.run(Duration.ZERO);
    }

    void pass(Duration time) {
        world.run(time);
    }

    /** Holds each look-up until {@link #answer}. */
    private final class HeldLookUps implements Environment {

        private final Environment inner;

        HeldLookUps(Environment inner) {
            this.inner = inner;
        }

        @Override
        public Cancellable start(String name, Runnable task) {
            lookUps.add(task);
            return () -> {};
        }

        @Override
        public void execute(Runnable task) {
            inner.execute(task);
        }

        @Override
        public Cancellable schedule(long delayNs, Runnable task) {
            return inner.schedule(delayNs, task);
        }

        @Override
        public long nanoTime() {
            return inner.nanoTime();
        }

        @Override
        public long wallTimeMillis() {
            return inner.wallTimeMillis();
        }

        @Override
        public RandomGenerator random() {
            return inner.random();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final class AddressTransport implements Transport {

        @Override
        public String scheme() {
            return "ip";
        }

        @Override
        public Set<Feature> features() {
            return Set.of(Feature.RELIABLE, Feature.IP_HOSTS);
        }

        @Override
        public Listener listen(Endpoint local, LinkAcceptor acceptor) {
            throw new AssertionError("not called");
        }

        @Override
        public CompletionStage<Link> connect(Endpoint remote, ConnectOptions how) {
            CompletableFuture<Link> connect = new CompletableFuture<>();
            connects.put(remote.host(), connect);
            options.add(how);
            return connect;
        }

        @Override
        public void close() {}
    }

    /** A link that can only be closed. */
    static final class FakeLink implements Link {

        private final Endpoint remote;
        private boolean closed;

        FakeLink(String host) {
            this.remote = new Endpoint("ip", host, 1);
        }

        boolean closed() {
            return closed;
        }

        @Override
        public Endpoint local() {
            return remote;
        }

        @Override
        public Endpoint remote() {
            return remote;
        }

        @Override
        public void start(LinkHandler handler) {}

        @Override
        public void requestWrite() {}

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            throw new AssertionError("not called with " + Arrays.toString(buffers));
        }

        @Override
        public CompletionStage<Void> close() {
            closed = true;
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> closeAfterWrites() {
            return close();
        }
    }
}
