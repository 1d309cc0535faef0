package chaski.remote.value;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.remote.NotSentException;
import chaski.api.remote.RemoteInvocationException;
import chaski.codec.jackson.CborCodec;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which exceptions can be decoded to their class. */
class ExceptionDecoderTest {

    private static final Codec CBOR = new CborCodec();

    static final class Full extends Exception {
        private static final long serialVersionUID = 1L;

        private final int limit;

        Full(String message, int limit) {
            super(message);
            this.limit = limit;
        }

        Full(String message) {
            this(message, 0);
        }
    }

    private static Throwable rebuilt(RemoteFailure failure, Class<?>... declared) {
        return new ExceptionDecoder(List.of(declared)).decode(failure, "there", CBOR);
    }

    /** As another version of the class would be encoded. */
    private static RemoteFailure full(RemoteFailure.Field... fields) {
        return new RemoteFailure(List.of(new RemoteFailure.Thrown(
                List.of(Full.class.getName(), Exception.class.getName()),
                Optional.of("full"),
                List.of(),
                Optional.of(List.of(fields)))));
    }

    private static RemoteFailure.Field field(String name, Object value) {
        return new RemoteFailure.Field(
                0, name, new WireValue.Written(new CodecCache(value.getClass()).encode(value, CBOR)));
    }

    @Test
    void fieldsArriveWithTheExceptionAndThoseUnknownHereAreLeftOut() {
        assertThat(rebuilt(ExceptionEncoder.encode(new Full("full", 7), () -> CBOR), Full.class))
                .isInstanceOfSatisfying(
                        Full.class, full -> assertThat(full.limit).isEqualTo(7));
        assertThat(rebuilt(full(field("limit", 8), field("since", "Java 99")), Full.class))
                .isInstanceOfSatisfying(
                        Full.class, full -> assertThat(full.limit).isEqualTo(8));
        assertThat(rebuilt(full(), Full.class)).isInstanceOf(Full.class).hasMessage("full");
    }

    @Test
    void anExceptionWhoseFieldsDoNotFitArrivesByItsName() {
        assertThat(rebuilt(full(field("limit", "many")), Full.class))
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(Full.class.getName()))
                .hasMessageContaining("full");
        assertThat(rebuilt(full(new RemoteFailure.Field(0, "limit", WireValue.NOTHING)), Full.class))
                .isInstanceOf(RemoteInvocationException.class);
        assertThat(rebuilt(full(new RemoteFailure.Field(0, "limit", new WireValue.Lent(7))), Full.class))
                .isInstanceOf(RemoteInvocationException.class);
    }

    @Test
    void howACallOfTheMethodsOwnEndedIsNotHowThisOneEnded() {
        Throwable inner = new NotSentException("a call that the method made");

        Throwable rebuilt = rebuilt(ExceptionEncoder.encode(inner, () -> CBOR), NotSentException.class);

        assertThat(rebuilt)
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(NotSentException.class.getName()))
                .hasMessageContaining("a call that the method made");
    }
}
