package chaski.transport.udp;

import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.simulation.SimulatedProcess;
import chaski.transport.udp.wire.DatagramFormat;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An emulated network in virtual time instead of Netty: the transport above it is the one used in production. */
final class SimulatedRuntime implements UdpRuntime {

    private final DatagramNetwork network;
    private final SimulatedProcess process;
    private final RandomGenerator random;
    private @Nullable SimulatedLoop running;

    SimulatedRuntime(DatagramNetwork network, String process) {
        this.network = network;
        this.process = network.simulation().process(process);
        this.random = network.simulation()
                .random("udp " + process + " " + network.simulation().nowNs());
        network.address(process);
    }

    /** A transport in a process of the network. */
    static UdpTransport transport(DatagramNetwork network, String process) {
        SimulatedRuntime io = new SimulatedRuntime(network, process);
        return new UdpTransport(() -> io, 1_000);
    }

    @Override
    public IoLoop next() {
        return new SimulatedLoop(process.thread("udp"));
    }

    @Override
    public boolean current() {
        return running != null;
    }

    @Override
    public <T> T call(IoLoop loop, Supplier<T> task) {
        SimulatedLoop before = running;
        running = (SimulatedLoop) loop;
        try {
            return task.get();
        } finally {
            running = before;
        }
    }

    @Override
    public void run(IoLoop loop, Runnable task, long timeoutMs) {
        ((SimulatedLoop) loop).run(task);
    }

    @Override
    public UdpSocket open(
            IoLoop loop,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UdpSocket.Receiver receiver) {
        try {
            return new SimulatedSocket((SimulatedLoop) loop, local == null ? 0 : local.getPort(), remote, receiver);
        } catch (IllegalStateException inUse) {
            throw new SocketFailure(inUse);
        }
    }

    @Override
    public long random() {
        return random.nextLong();
    }

    @Override
    public void await(CompletableFuture<Void> end, long timeoutMs) {
        // Time does not pass while something in the simulation waits; the awaited event happens afterwards.
    }

    @Override
    public void close(long timeoutMs) {
        // Loops consist of events, and end with the last of them.
    }

    private final class SimulatedLoop implements IoLoop {

        private final Executor lane;

        SimulatedLoop(Executor lane) {
            this.lane = lane;
        }

        @Override
        public boolean current() {
            return running == this;
        }

        @Override
        public void execute(Runnable task) {
            lane.execute(() -> run(task));
        }

        @Override
        public void executeAfterPoll(Runnable task) {
            execute(task);
        }

        @Override
        public Timer schedule(long delayNs, Runnable task) {
            return process.after(Duration.ofNanos(delayNs), "udp timer", () -> run(task))::cancel;
        }

        @Override
        public long nanoTime() {
            return process.nanoTime();
        }

        void run(Runnable task) {
            call(this, () -> {
                task.run();
                return true;
            });
        }
    }

    private final class SimulatedSocket implements UdpSocket, chaski.testkit.network.DatagramReceiver {

        private final SimulatedLoop loop;
        private final @Nullable InetSocketAddress remote;
        private final Receiver receiver;
        private final chaski.testkit.network.DatagramSocket socket;
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        SimulatedSocket(SimulatedLoop loop, int port, @Nullable InetSocketAddress remote, Receiver receiver) {
            this.loop = loop;
            this.remote = remote;
            this.receiver = receiver;
            this.socket = network.bind(process.name(), port, this);
        }

        @Override
        public InetSocketAddress local() {
            return socket.local();
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public int largestBytes() {
            return DatagramFormat.LARGEST_BYTES;
        }

        @Override
        public ByteBuffer buffer(int bytes) {
            buffer = ByteBuffer.allocate(bytes);
            return buffer;
        }

        @Override
        public void send(InetSocketAddress to, int bytes) {
            socket.send(buffer.duplicate().position(0).limit(bytes), to);
        }

        @Override
        public void flush() {
            // What was sent is already in transit.
        }

        @Override
        public void close(Runnable freed) {
            socket.close();
            loop.execute(freed);
        }

        @Override
        public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
            if (remote == null || remote.equals(from)) {
                loop.run(() -> {
                    receiver.onDatagram(datagram, from);
                    receiver.onReadComplete();
                });
            }
        }

        @Override
        public void onUnreachable(InetSocketAddress to) {
            if (to.equals(remote)) {
                loop.run(receiver::onUnreachable);
            }
        }
    }
}
