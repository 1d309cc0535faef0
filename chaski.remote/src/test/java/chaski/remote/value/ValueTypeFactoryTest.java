package chaski.remote.value;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TypeRef;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Which encoding a declared type has. */
class ValueTypeFactoryTest {

    @Test
    void theClassOfATypeDecidesItsEncoding() {
        assertThat(ValueTypeFactory.of(void.class)).isInstanceOf(VoidType.class);
        assertThat(ValueTypeFactory.of(Void.class)).isInstanceOf(VoidType.class);
        assertThat(ValueTypeFactory.of(CharSequence.class)).isInstanceOf(TextType.class);
        assertThat(ValueTypeFactory.of(Runnable.class)).isInstanceOf(ReferenceType.class);
        assertThat(ValueTypeFactory.of(int.class)).isInstanceOf(CodecType.class);
        assertThat(ValueTypeFactory.of(new TypeRef<List<String>>() {})).isInstanceOf(CodecType.class);
        assertThat(ValueTypeFactory.of(new TypeRef<Flow.Publisher<String>>() {}))
                .isInstanceOf(StreamType.class);
    }

    @Test
    void anOptionalIsEncodedAsItsContent() {
        ValueType optional = ValueTypeFactory.of(new TypeRef<Optional<Runnable>>() {});

        assertThat(optional).isInstanceOf(OptionalType.class);
        assertThat(optional.present()).isInstanceOf(ReferenceType.class);
    }

    @Test
    void aMarkerIsEncodedByTheTypeOfItsValues() {
        assertThat(ValueTypeFactory.of(Serializable.class)).isInstanceOf(CodecType.class);
    }

    @Test
    void aFunctionThatReturnsAFutureReturnsItsValue() {
        assertThat(ValueTypeFactory.ofResult(new TypeRef<CompletableFuture<Integer>>() {})
                        .raw())
                .isEqualTo(Integer.class);
        assertThat(ValueTypeFactory.ofResult(new TypeRef<Integer>() {}).raw()).isEqualTo(Integer.class);
    }

    @Test
    void futuresAreThoseOfTheJdk() {
        assertThat(ValueTypeFactory.isFuture(Future.class)).isTrue();
        assertThat(ValueTypeFactory.isFuture(CompletionStage.class)).isTrue();
        assertThat(ValueTypeFactory.isFuture(CompletableFuture.class)).isTrue();
        assertThat(ValueTypeFactory.isFuture(Flow.Publisher.class)).isFalse();
    }
}
