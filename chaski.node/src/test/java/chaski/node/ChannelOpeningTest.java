package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.SessionConfig;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels that open while sessions begin. */
class ChannelOpeningTest {

    private static final class Ear implements Inbound {
        private final PeerSession session;
        private int closed;

        Ear(PeerSession session) {
            this.session = session;
        }

        @Override
        public void onRoute(long route, ByteBuffer preamble) {}

        @Override
        public void onMessageBegun(long route, long sequence) {}

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {}

        @Override
        public void onRouteClosed(long route) {}

        @Override
        public void onApplied(long version) {}

        @Override
        public void onIdle() {}

        @Override
        public void onClosed() {
            closed++;
        }
    }

    @Test
    void aChannelHearsOfASessionOnceWhicheverComesFirst() {
        int step = 0;
        while (aChannelIsOpenedAfter(step)) {
            step++;
        }
        assertThat(step).isGreaterThan(20);
    }

    /** False if the session existed before. */
    private static boolean aChannelIsOpenedAfter(int steps) {
        Simulation world = new Simulation(steps).interleaving(Duration.ofMillis(1));
        SimulatedNetwork network = new SimulatedNetwork(world);
        Talker b = new Talker(network, "b", 2, "", SessionConfig.DEFAULT);
        Talker a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT);
        for (int i = 0; i < steps; i++) {
            world.step();
        }
        boolean before = a.node.peer(b.node.id()).isEmpty();
        List<Ear> ears = new ArrayList<>();
        Channel channel = ProtocolNode.of(a.node).open(202, "late", session -> {
            Ear ear = new Ear(session);
            ears.add(ear);
            return ear;
        });
        world.run(Duration.ofSeconds(20));

        assertThat(ears).as("opened after %d steps", steps).hasSize(1);
        assertThat(ears.get(0).session.peer()).isEqualTo(b.node.id());
        channel.close();
        world.run(Duration.ofSeconds(1));
        assertThat(ears.get(0).closed).isEqualTo(1);
        return before;
    }
}
