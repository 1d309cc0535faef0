package chaski.remote.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.remote.RemoteInvocationException;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** A publisher is passed by reference, and what it emits is decoded by the type of its items and the declared exceptions. */
class StreamTypeTest {

    private static final Codec CBOR = new CborCodec();
    private static final ValueType ITEMS = ValueTypeFactory.of(Integer.class);

    private final References references = new FakeRpcChannel(1).references();
    private final StreamType type = ValueTypeFactory.publisherOf(ITEMS);

    @Test
    void aPublisherIsLentWithTheEncodingOfItsItems() {
        Flow.Publisher<Integer> publisher = subscriber -> {};

        WireValue value = type.write(publisher, CBOR).finish(references);

        PublisherSource source = references.source(((WireValue.Published) value).number());
        assertThat(source).isNotNull();
        assertThat(source.publisher()).isSameAs(publisher);
        assertThat(source.items()).isSameAs(ITEMS);
    }

    @Test
    void itemsAreDecodedByTheirType() {
        WireValue value = ITEMS.write(5, CBOR).finish(references);

        assertThat(type.item(value, CBOR, references)).isEqualTo(5);
        assertThat(type.item(WireValue.NOTHING, CBOR, references)).isNull();
    }

    @Test
    void onlyADeclaredExceptionIsDecodedAsItself() {
        RemoteFailure failure = ExceptionEncoder.encode(new IOException("disk"), () -> CBOR);
        StreamType declaring = new StreamType(ITEMS, new ExceptionDecoder(List.of(IOException.class)));

        assertThat(declaring.failure(failure, "there", CBOR))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThat(type.failure(failure, "there", CBOR)).isInstanceOf(RemoteInvocationException.class);
    }

    @Test
    void aValueIsNoPublisher() {
        WireValue value = ITEMS.write(5, CBOR).finish(references);

        assertThatThrownBy(() -> type.read(value, CBOR, references)).isInstanceOf(CodecException.class);
    }
}
