package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborShapeTest {

    /** The examples of RFC 8949, appendix A, one of each kind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "17",
                "1818",
                "1903e8",
                "1a000f4240",
                "1b000000e8d4a51000",
                "20",
                "3903e7",
                "c249010000000000000000",
                "f93c00",
                "fa47c35000",
                "fb7e37e43c8800759c",
                "f4",
                "f5",
                "f6",
                "f7",
                "f0",
                "f8ff",
                "c074323031332d30332d32315432303a30343a30305a",
                "d74401020304",
                "40",
                "4401020304",
                "60",
                "6449455446",
                "64f0908591",
                "80",
                "83010203",
                "8301820203820405",
                "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
                "a0",
                "a201020304",
                "a26161016162820203",
                "5f42010243030405ff",
                "7f657374726561646d696e67ff",
                "9fff",
                "9f018202039f0405ffff",
                "bf61610161629f0203ffff",
                "d9d9f700"
            })
    void wellFormedItemsPass(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatCode(() -> CborShape.check(bytes, 0, bytes.length)).doesNotThrowAnyException();
    }

    /** RFC 8949, appendix F, and what goes beyond the limits. */
    @ParameterizedTest
    @CsvSource({
        "'', end within",
        "18, end within",
        "1b00000000000000, end within",
        "41, end within",
        "5bffffffffffffffff00, end within",
        "7a7fffffff00, end within",
        "81, end within",
        "9affffffff00, end within",
        "9bffffffffffffffff00, end within",
        "a100, end within",
        "ba7fffffff0000, end within",
        "9f, end within",
        "bf00ff, no meaning",
        "5f4100, end within",
        "c0, end within",
        "1c, no meaning",
        "1f, no meaning",
        "3f, no meaning",
        "df, no meaning",
        "fc, no meaning",
        "ff, no meaning",
        "81ff, no meaning",
        "5f6100ff, part that is none",
        "5f5f4100ffff, part that is none",
        "0000, bytes follow",
        "a0ff, bytes follow",
        "c6c6c6c6c600, tags in a row",
        "d81900, references",
        "d9010080, references"
    })
    void otherBytesAreRefusedWithTheReason(String hex, String reason) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> CborShape.check(bytes, 0, bytes.length))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }
}
