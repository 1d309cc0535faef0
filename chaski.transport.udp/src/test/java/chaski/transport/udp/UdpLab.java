package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Listener;
import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.simulation.Simulation;
import chaski.transport.udp.wire.DatagramFormat;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Two hosts and the line between them, in virtual time: {@code a} dials, {@code b} listens. */
final class UdpLab {

    static final Duration LONG = Duration.ofMinutes(30);

    private final Simulation world;
    private final DatagramNetwork network;
    private final UdpTransport dialling;
    private final UdpTransport listening;
    private final List<Link> accepted = new ArrayList<>();
    private final Listener listener;
    private final RandomGenerator chance;
    private long lostData;
    private long data;

    UdpLab(long seed, DatagramProfile line) {
        world = new Simulation(seed);
        network = new DatagramNetwork(world);
        network.line(line);
        dialling = SimulatedRuntime.transport(network, "a");
        listening = SimulatedRuntime.transport(network, "b");
        listener = listening.listen(new Endpoint("udp", network.address("b").getHostAddress(), 0), accepted::add);
        chance = world.random("losses");
        network.filter(this::count);
    }

    /** The sender of a datagram, and its type. */
    interface Loss {
        boolean hits(boolean fromDialler, boolean isData);
    }

    Simulation world() {
        return world;
    }

    DatagramNetwork network() {
        return network;
    }

    UdpTransport dialling() {
        return dialling;
    }

    UdpTransport listening() {
        return listening;
    }

    Endpoint bound() {
        return listener.bound();
    }

    Listener listener() {
        return listener;
    }

    RandomGenerator chance() {
        return chance;
    }

    /** Loses datagrams by these rules, which replace the previous ones. */
    void lose(Loss loss) {
        network.filter((from, to, datagram) -> {
            boolean fromDialler = from.getAddress().equals(network.address("a"));
            boolean isData = isData(datagram);
            boolean passes = !loss.hits(fromDialler, isData);
            count(from, to, datagram);
            if (isData && fromDialler && !passes) {
                lostData++;
            }
            return passes;
        });
    }

    /** {@return how many datagrams with a piece of the stream of the dialler were lost} */
    long lostData() {
        return lostData;
    }

    /** {@return how many datagrams with a piece of the stream of the dialler were sent} */
    long data() {
        return data;
    }

    /** A started link: the dialling side, then the listening side. */
    record Pair(ByteFlow a, ByteFlow b) {}

    Pair pair() {
        CompletableFuture<Link> dial = dialling.connect(bound(), ConnectOptions.DEFAULT.timeout(Duration.ofMinutes(1)))
                .toCompletableFuture();
        int before = accepted.size();
        await("a link", () -> dial.isDone() && accepted.size() > before);
        return new Pair(ByteFlow.on(dial.join()), ByteFlow.on(accepted.get(accepted.size() - 1)));
    }

    /** Sends bytes from the dialler, waits until they have arrived, and closes the link so that its statistics are counted. */
    Pair transfer(long bytes) {
        Pair pair = pair();
        pair.a().send(bytes);
        await(
                "all bytes arrive",
                () -> pair.b().received() == bytes || !pair.b().intact());
        return pair;
    }

    void close(Pair pair) {
        pair.a().link().close();
        await("both sides have ended", () -> pair.a().closed() && pair.b().closed());
        world.run(Duration.ofSeconds(10));
    }

    /** Runs an action on a link's I/O thread, as its handler would. */
    void onLoop(UdpLink link, Runnable task) {
        link.onIoThread(task);
        world.run(Duration.ofNanos(1));
    }

    void await(String what, BooleanSupplier condition) {
        world.await(what, condition, LONG);
    }

    private boolean count(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
        if (from.getAddress().equals(network.address("a")) && isData(datagram)) {
            data++;
        }
        return true;
    }

    /** True if it is as large as only datagrams with pieces of the stream are. */
    static boolean isData(ByteBuffer datagram) {
        return datagram.get(datagram.position()) == DatagramFormat.PACKET && datagram.remaining() > 700;
    }
}
