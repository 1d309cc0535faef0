package chaski.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborShapeTest {

    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;

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

    /** RFC 8949, appendix F, and values beyond the limits. */
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

    /** Limits apply to the whole, whatever the pieces are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 208, 415, 416, 417})
    void anIntegerInPiecesIsAsLongAsAllOfThem(int piece) {
        byte[] most = inPieces(BYTES, new byte[CborShape.MAX_INTEGER_BYTES], piece);
        byte[] more = inPieces(BYTES, new byte[CborShape.MAX_INTEGER_BYTES + 1], piece);

        for (int bignum : new int[] {0xc2, 0xc3}) {
            assertPasses(bytes(bignum), most);
            assertPasses(bytes(0x82, bignum), most, bytes(bignum), most);
            assertRefused("an integer is longer", bytes(bignum), more);
            assertRefused("an integer is longer", bytes(0x82, bignum), most, bytes(bignum), more);
        }
        assertPasses(more);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 512, 1023, 1024, 1025})
    void aNameInPiecesIsAsLongAsAllOfThem(int piece) {
        for (String letter : List.of("a", "µ")) {
            int bytesEach = letter.getBytes(UTF_8).length;
            byte[] most =
                    inPieces(TEXT, letter.repeat(MapperSettings.MAX_NAME_CHARS).getBytes(UTF_8), piece * bytesEach);
            byte[] more = inPieces(
                    TEXT, letter.repeat(MapperSettings.MAX_NAME_CHARS + 1).getBytes(UTF_8), piece * bytesEach);

            assertPasses(bytes(0xa1), most, bytes(0));
            assertPasses(bytes(0xa1), most, more);
            assertRefused("a name is longer", bytes(0xa1), more, bytes(0));
            assertRefused("a name is longer", bytes(0xa2), most, bytes(0), more, bytes(0));
        }
    }

    /** A string of indefinite length. */
    private static byte[] inPieces(int kind, byte[] contents, int piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(kind | 31);
        for (int from = 0; from < contents.length; from += piece) {
            int length = Math.min(piece, contents.length - from);
            out.write(kind | 25);
            out.write(length >> 8);
            out.write(length);
            out.write(contents, from, length);
        }
        out.write(0xff);
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        IntStream.of(values).forEach(out::write);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void assertPasses(byte[]... parts) {
        byte[] all = joined(parts);
        assertThatCode(() -> CborShape.check(all, 0, all.length)).doesNotThrowAnyException();
    }

    private static void assertRefused(String reason, byte[]... parts) {
        byte[] all = joined(parts);
        assertThatThrownBy(() -> CborShape.check(all, 0, all.length))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }
}
