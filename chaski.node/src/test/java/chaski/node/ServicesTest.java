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

    private final Services services = new Services(NOBODY, new NodeFactory.Parts(List.of(), List.of(), List.of()));

    /** A codec that only has a name. */
    private record Named(String name, int number) implements Codec {

        @Override
        public <T> PayloadCodec<T> forType(Type type) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theFirstCodecOfANameServes() {
        Codec first = new Named("cbor", 1);
        services.add(first);
        services.add(new Named("cbor", 2));

        assertThat(services.codecs()).containsOnlyKeys("cbor").containsValue(first);
    }

    @Test
    void whatIsHandedOutDoesNotChange() {
        services.add(new Named("cbor", 1));
        var before = services.codecs();

        services.add(new Named("json", 1));

        assertThat(before).containsOnlyKeys("cbor");
        assertThat(services.codecs()).containsOnlyKeys("cbor", "json");
    }
}
