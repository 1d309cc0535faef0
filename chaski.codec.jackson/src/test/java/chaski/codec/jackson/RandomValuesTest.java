package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.testkit.Seeds;
import chaski.testkit.values.RandomValues;
import chaski.testkit.values.ValueEquality;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each value is read as it was written, or is refused by the writer. */
class RandomValuesTest {

    private static final int VALUES = 200;

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyValueComesBackOrIsRefusedByTheWriter(long seed) {
        RandomValues values = new RandomValues(seed);
        int same = 0;
        for (int i = 0; i < VALUES; i++) {
            RandomValues.Typed typed = values.next();
            for (Codec codec : Codecs.all().toList()) {
                same += comesBack(codec, typed, "seed " + seed + ", value " + i) ? 1 : 0;
            }
        }
        assertThat(same).as("values of %s", 2 * VALUES).isGreaterThan(VALUES);
    }

    private static boolean comesBack(Codec codec, RandomValues.Typed typed, String which) {
        String what = which + " in " + codec + ": " + typed.type() + " ";
        byte[] bytes;
        try {
            bytes = Codecs.written(codec, typed.type(), typed.value());
        } catch (CodecException refused) {
            return false;
        }
        Object back;
        try {
            back = codec.forType(typed.type()).decode(ByteBuffer.wrap(bytes));
        } catch (CodecException e) {
            throw new AssertionError(what + typed.value() + " was written and cannot be read", e);
        }
        assertThat(ValueEquality.of(typed.value(), back))
                .as("%s%s came back as %s", what, typed.value(), back)
                .isTrue();
        return true;
    }
}
