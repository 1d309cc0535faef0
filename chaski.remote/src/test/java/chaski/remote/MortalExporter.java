package chaski.remote;

import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.remote.Registration;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A simulated node with an export, which is updated, killed and restarted. */
abstract class MortalExporter {

    final Simulation world;
    final String host;
    final Random random;
    private final SimulatedNetwork network;
    private Node node;
    private Registration registration;
    private boolean up;

    MortalExporter(Simulation world, SimulatedNetwork network, String host, Random random) {
        this.world = world;
        this.network = network;
        this.host = host;
        this.random = random;
        begin();
    }

    /** A node that can be killed with its process. */
    static Node start(Simulation world, SimulatedNetwork network, String host, String join) {
        Node.Builder builder = Chaski.node()
                .name(host)
                .listen("mem://" + host + ":1")
                .limits(Nodes.LIMITS)
                .session(SessionConfig.DEFAULT
                        .resumeTimeout(Duration.ofSeconds(20))
                        .maxStall(Duration.ofSeconds(15))
                        .sendLogBytes(128 << 10)
                        .totalLogBytes(64L << 20)
                        .drainTimeout(Duration.ofSeconds(5)));
        if (!join.isEmpty()) {
            builder.join("mem://" + join + ":1");
        }
        List<Codec> codecs = List.of(new CborCodec());
        return new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(List.of(network.transport(host)), codecs, List.of(new RemoteProvider())),
                        world.environment(host));
    }

    /** Exports on a node that has just started, or for an update. */
    abstract Registration export(Node fresh);

    /** Withdraws an export for an update. */
    void withdraw(Registration old) {
        old.close();
    }

    private void begin() {
        node = start(world, network, host, "a");
        up = true;
        registration = export(node);
    }

    void update() {
        if (up) {
            withdraw(registration);
            registration = export(node);
        }
    }

    void kill() {
        if (up) {
            up = false;
            world.process(host).kill();
            world.after(Duration.ofMillis(random.nextInt(8_000)), this::begin);
        }
    }
}
