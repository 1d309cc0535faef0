package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServicesTest {

    private static final Node NOBODY = (Node)
            Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[] {Node.class}, (proxy, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    /** A codec that only has a name. */
    private record Named(String name, int number) implements Codec {

        @Override
        public <T> PayloadCodec<T> forType(Type type) {
            throw new UnsupportedOperationException();
        }
    }

    private final Codec first = new Named("cbor", 1);
    private final Codec second = new Named("cbor", 2);

    @Test
    void theFirstCodecOfANameOnThePathServes() {
        assertThat(with(first, second).codecs()).containsOnlyKeys("cbor").containsValue(first);
    }

    @Test
    void theLatestCodecOfANameServesAndOneThatWasReplacedCannotBeRemoved() {
        Services services = with(first);

        services.use(second);
        services.remove(first);

        assertThat(services.codecs()).containsOnlyKeys("cbor").containsValue(second);
    }

    @Test
    void whatIsHandedOutDoesNotChange() {
        Services services = with(first);
        var before = services.codecs();

        services.use(new Named("json", 1));

        assertThat(before).containsOnlyKeys("cbor");
        assertThat(services.codecs()).containsOnlyKeys("cbor", "json");
    }

    private static Services with(Codec... codecs) {
        return new Services(NOBODY, new NodeFactory.Parts(List.of(), List.of(codecs), List.of()));
    }
}
