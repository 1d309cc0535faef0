package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.SendHandle;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which exporter is the nearest, and for how long. */
class NearestExporterTest {

    private static final long SECOND = 1_000_000_000L;

    private final Map<NodeId, Long> rtts = new HashMap<>();
    private final NearestExporter nearest = new NearestExporter(rtts::get);
    private final Exporter a = exporter(1, 100);
    private final Exporter b = exporter(2, 200);
    private final Exporter c = exporter(3, 300);

    private Exporter exporter(int number, long rtt) {
        NodeId node = new NodeId(new UUID(0, number));
        rtts.put(node, rtt);
        return new Exporter(new To(node), number, "n", false);
    }

    private void rtt(Exporter exporter, long rtt) {
        rtts.put(exporter.channel().node(), rtt);
    }

    private Exporter at(long seconds, Exporter... candidates) {
        return nearest.choose(List.of(candidates), seconds * SECOND);
    }

    @Test
    void theNearestIsChosenAndStaysThoughAnotherComesNearer() {
        assertThat(at(0, c, b, a)).isEqualTo(a);

        rtt(b, 51);

        assertThat(at(1, a, b, c)).isEqualTo(a);
        assertThat(at(1_000, a, b, c)).isEqualTo(a);
    }

    @Test
    void anotherOneThatIsTwiceAsNearForHalfAMinuteTakesOver() {
        assertThat(at(0, a, b)).isEqualTo(a);

        rtt(b, 49);

        assertThat(at(1, a, b)).isEqualTo(a);
        assertThat(at(30, a, b)).isEqualTo(a);
        assertThat(at(31, a, b)).isEqualTo(b);
    }

    @Test
    void halfAMinuteBeginsAnewWhenItWasFartherMeanwhile() {
        assertThat(at(0, a, b)).isEqualTo(a);
        rtt(b, 49);
        assertThat(at(1, a, b)).isEqualTo(a);
        rtt(b, 90);
        assertThat(at(20, a, b)).isEqualTo(a);
        rtt(b, 49);

        assertThat(at(21, a, b)).isEqualTo(a);
        assertThat(at(50, a, b)).isEqualTo(a);
        assertThat(at(51, a, b)).isEqualTo(b);
    }

    @Test
    void whenTheChosenOneIsGoneTheNextNearestIsChosenAtOnce() {
        assertThat(at(0, a, b, c)).isEqualTo(a);

        assertThat(at(1, b, c)).isEqualTo(b);
        assertThat(at(2, a, b, c)).isEqualTo(b);
    }

    private record To(NodeId node) implements RpcChannel {
        @Override
        public String nodeName() {
            return node.toString();
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public boolean isInDoubt() {
            return false;
        }

        @Override
        public SendHandle send(RemoteMessage message) {
            throw new AssertionError("nothing is sent here");
        }

        @Override
        public boolean isFree(Runnable whenFree) {
            return true;
        }

        @Override
        public References references() {
            throw new AssertionError("nobody asks");
        }
    }
}
