package chaski.testkit.network;

import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One direction of a link between two hosts, without the link. */
final class PipeScene {

    final Simulation world = new Simulation(1);
    final NetworkPaths paths = new NetworkPaths();
    final DatagramFaults datagrams = new DatagramFaults(world.random("datagrams"));
    final List<Throwable> handlerFailures = new ArrayList<>();
    final LinkContext context = new LinkContext(world, paths, datagrams, new ReaderBuffers(), handlerFailures::add);
    final HostPath path = new HostPath("a", "b");
    final Pipe pipe = new Pipe(context, path, world.random("pipe"), () -> {}, () -> {});

    /** Gives bytes to the pipe, and waits until all have arrived that may. */
    void send(int count) {
        pipe.give(ByteBuffer.wrap(new byte[count]));
        pipe.pump();
        pass();
    }

    void pass() {
        world.run(Duration.ofSeconds(1));
    }
}
