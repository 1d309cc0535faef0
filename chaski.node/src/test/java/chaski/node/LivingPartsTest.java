package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a framework has for a node, as it comes and goes. */
class LivingPartsTest {

    private final Simulation world = new Simulation(9);
    private final DefaultNode node = (DefaultNode) new DefaultNodeFactory()
            .start(
                    new Node.Builder().name("a").config(),
                    new NodeFactory.Parts(List.of(), List.of(), List.of()),
                    world.environment("a"));
    private final LivingParts parts = new LivingParts();

    /** A codec that only has a name. */
    private record Named(String name, int number) implements Codec {

        @Override
        public <T> PayloadCodec<T> forType(Type type) {
            throw new UnsupportedOperationException("not needed here");
        }
    }

    private final Codec first = new Named("cbor", 1);
    private final Codec second = new Named("cbor", 2);

    @Test
    void anotherCodecOfTheNameTakesThePlaceOfOneThatGoes() {
        parts.attach(node);
        parts.add(first);
        parts.add(second);

        parts.remove(first);

        assertThat(node.codecs()).containsOnlyKeys("cbor").containsValue(second);
    }

    @Test
    void theFirstOfThoseThatCameBeforeTheNodeIsUsed() {
        parts.add(first);
        parts.add(second);

        parts.attach(node);

        assertThat(node.codecs()).containsOnlyKeys("cbor").containsValue(first);
    }

    @Test
    void oneThatWasNotUsedGoesUnnoticed() {
        parts.attach(node);
        parts.add(first);
        parts.add(second);

        parts.remove(second);

        assertThat(node.codecs()).containsOnlyKeys("cbor").containsValue(first);
    }

    @Test
    void aNodeThatEndsIsToldNothingAnyMore() {
        parts.attach(node);
        parts.detach(node);

        parts.add(first);

        assertThat(node.codecs()).isEmpty();
    }
}
