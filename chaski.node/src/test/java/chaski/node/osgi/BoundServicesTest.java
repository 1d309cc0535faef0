package chaski.node.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import chaski.api.node.Chaski;
import chaski.api.node.NodeFactory;
import chaski.node.DefaultNode;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The services that a framework has for a node, added and removed. */
class BoundServicesTest {

    private final Simulation world = new Simulation(9);
    private final DefaultNode node = (DefaultNode) new DefaultNodeFactory()
            .start(
                    Chaski.node().name("a").config(),
                    new NodeFactory.Parts(List.of(), List.of(), List.of()),
                    world.environment("a"));
    private final BoundServices parts = new BoundServices();

    /** A codec that prepares any type. */
    private record Named(String name, byte mark) implements Codec {

        @Override
        public <T> PayloadCodec<T> forType(Type type) {
            return new Marking<>(mark);
        }
    }

    /** Writes the name of the codec. */
    private record Marking<T>(byte mark) implements PayloadCodec<T> {

        @Override
        public void encode(T value, OutputStream out) {
            try {
                out.write(mark);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public T decode(ByteBuffer bytes) {
            throw new CodecException("not needed here");
        }
    }

    private final Codec first = new Named("cbor", (byte) 1);
    private final Codec second = new Named("cbor", (byte) 2);

    @Test
    void anotherCodecOfTheNameTakesThePlaceOfOneThatGoes() {
        parts.attach(node);
        parts.add(first);
        parts.add(second);

        parts.remove(first);

        assertThat(written(prepared())).isEqualTo(2);
    }

    @Test
    void theFirstOfThoseThatCameBeforeTheNodeIsUsed() {
        parts.add(first);
        parts.add(second);

        parts.attach(node);

        assertThat(written(prepared())).isEqualTo(1);
    }

    @Test
    void oneThatWasNotUsedGoesUnnoticed() {
        parts.attach(node);
        parts.add(first);
        parts.add(second);

        parts.remove(second);

        assertThat(written(prepared())).isEqualTo(1);
    }

    @Test
    void aCodecThatGoesIsUsedUntilAnotherComes() {
        parts.attach(node);
        parts.add(first);
        PayloadCodec<Object> before = prepared();

        parts.remove(first);
        assertThat(written(prepared())).isEqualTo(1);

        parts.add(second);
        assertThat(written(prepared())).isEqualTo(2);
        assertThat(written(before)).isEqualTo(1); // by a writer that is active at the moment
    }

    @Test
    void twoSecondsLaterNothingHoldsACodecThatWent() {
        parts.attach(node);
        parts.add(first);
        PayloadCodec<Object> before = prepared();

        parts.remove(first);
        world.run(Duration.ofSeconds(3));

        assertThat(node.codecs()).isEmpty();
        assertThatThrownBy(() -> written(before))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("the codec 'cbor' is gone");
    }

    @Test
    void theSameCodecMayComeBack() {
        parts.attach(node);
        parts.add(first);
        parts.remove(first);
        parts.add(first);

        world.run(Duration.ofSeconds(3));

        assertThat(written(prepared())).isEqualTo(1);
    }

    @Test
    void aNodeThatEndsIsToldNothingAnyMore() {
        parts.attach(node);
        parts.detach(node);

        parts.add(first);

        assertThat(node.codecs()).isEmpty();
    }

    /** As a subscription or a publisher holds it. */
    private PayloadCodec<Object> prepared() {
        return Objects.requireNonNull(node.codecs().get("cbor")).forType(Object.class);
    }

    private static int written(PayloadCodec<Object> codec) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode("", out);
        return out.toByteArray()[0];
    }
}
