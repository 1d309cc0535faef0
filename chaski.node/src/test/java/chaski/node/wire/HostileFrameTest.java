package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.ProtocolException;
import chaski.api.TopicPattern;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths, counts, flags and texts that only a broken or hostile peer sends. */
class HostileFrameTest {

    private static final int HELLO_NAME_LENGTH = 30;

    private static ByteBuffer body(String name) {
        return Samples.control()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow()
                .body();
    }

    private static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1025, 0x7FFF, 0x8000, 0xFFFF})
    void countsOfCreditOutOfRangeAreRefused(int count) {
        ByteBuffer credit = body("credit").putShort(0, (short) count);
        ByteBuffer blocked = body("blocked").putShort(0, (short) count);

        assertThatThrownBy(() -> CreditFrame.decode(credit, (id, granted, generation) -> {}))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("CREDIT count: expected 1 to 1024, got " + count);
        assertThatThrownBy(() -> BlockedFrame.decode(blocked, (id, needed) -> {}))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("BLOCKED count: expected 1 to 1024, got " + count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 0x7FFF, 0x8000, 0xFFFF})
    void countsOfAlternativesOutOfRangeAreRefused(int count) {
        ByteBuffer alternatives = body("alternatives").putShort(0, (short) count);

        assertThatThrownBy(() -> AlternativesFrame.decode(alternatives))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ALTERNATIVES count: expected 1 to 16, got " + count);
    }

    @Test
    void alternativesThatAreNoEndpointsAreRefused() {
        ByteBuffer alternatives = body("alternatives").put(4, (byte) '!');

        assertThatThrownBy(() -> AlternativesFrame.decode(alternatives))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("ALTERNATIVES endpoint: expected an endpoint");
    }

    @Test
    void alternativesAreCutToOneFrame() {
        Endpoint longest = new Endpoint("tcp", "h".repeat(255), 65_535);
        assertThat(AlternativesFrame.fitting(Collections.nCopies(40, longest))).hasSize(15);
        Endpoint usual = Endpoint.parse("tcp://10.0.0.1:7601");
        assertThat(AlternativesFrame.fitting(Collections.nCopies(40, usual))).hasSize(16);
    }

    @Test
    void aCountBeyondTheBytesHandsNothingOn() {
        ByteBuffer credit = body("credit").putShort(0, (short) 3);

        assertThatThrownBy(() -> CreditFrame.decode(credit, (id, granted, generation) -> {
                    throw new AssertionError("an entry of a broken frame was handed on");
                }))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("CREDIT: expected 60 bytes, got 40");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 257, 0x7FFF, 0x8000, 0xFFFF})
    void countsOfChangesOutOfRangeAreRefused(int count) {
        ByteBuffer declare = body("declare").putShort(0, (short) count);

        assertThatThrownBy(() -> DeclareFrame.decode(declare))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DECLARE count: expected 1 to 256, got " + count);
    }

    @Test
    void aCountOfChangesBeyondTheBytesIsRefusedAtOnce() {
        ByteBuffer declare = body("declare").putShort(0, (short) 256);

        assertThatThrownBy(() -> DeclareFrame.decode(declare))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("DECLARE changes: expected at least 4352 more bytes, got");
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "128", "255"})
    void aKindOfChangeThatIsNoneIsRefused(int kind) {
        ByteBuffer declare = body("declare").put(2, (byte) kind);

        assertThatThrownBy(() -> DeclareFrame.decode(declare))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DECLARE kind: expected 1 (ADD) or 2 (REMOVE), got " + kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // empty
                "61 2e 2e 62", // empty token
                "61 2a", // wildcard inside a token
                "3e 2e 61", // '>' not last
                "61 0a", // control character
                "61 e2 80 ae", // format character
                "65 cc 81", // not in form C
            })
    void patternsThatAreNoneAreRefused(String pattern) {
        assertThatThrownBy(() -> DeclareFrame.decode(declare(hex(pattern))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("DECLARE pattern: expected a valid one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0 80", "ed a0 80", "f4 90 80 80", "e2 82"})
    void textThatIsNotUtf8IsRefused(String text) {
        assertThatThrownBy(() -> DeclareFrame.decode(declare(hex(text))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DECLARE pattern: expected well-formed UTF-8, got other bytes");
    }

    private static ByteBuffer declare(ByteBuffer pattern) {
        ByteBuffer out = ByteBuffer.allocate(64);
        out.putShort((short) 1).put((byte) 1).putLong(1).putLong(1).put((byte) 2);
        out.putShort((short) pattern.remaining()).put(pattern);
        return out.put((byte) 1).putLong(0).flip();
    }

    @Test
    void aPatternLongerThanATopicMayBeIsRefusedBeforeItIsRead() {
        ByteBuffer declare = declare(hex("61")).putShort(20, (short) 257);

        assertThatThrownBy(() -> DeclareFrame.decode(declare))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DECLARE pattern: expected at most 256 bytes, got 257");
    }

    @ParameterizedTest
    @ValueSource(ints = {1025, 0x7FFF, 0x8000, 0xFFFF})
    void aNameLongerThanItMayBeIsRefused(int length) {
        ByteBuffer hello = body("hello").putShort(HELLO_NAME_LENGTH, (short) length);

        assertThatThrownBy(() -> HelloFrame.decode(hello))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("HELLO name: expected at most 1024 bytes, got " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nEVENT peer-up", "\u0000", "\u0085"})
    void aNameThatWouldForgeALineIsRefused(String name) {
        assertThatThrownBy(() -> new Hello(WireVersions.OWN, Samples.NODE, 0, name, false, 1, 0, 0, 0, ""))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("HELLO name: expected");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "255, 254", "0, 0"})
    void versionRangesThatAreNoneAreRefused(int min, int max) {
        ByteBuffer hello = body("hello").put(4, (byte) min).put(5, (byte) max);

        assertThatThrownBy(() -> HelloFrame.decode(hello)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void laterVersionsAndUnknownFlagsAndCapabilitiesAreRead() {
        ByteBuffer hello = body("hello-observer").put(5, (byte) 255);
        hello.put(HELLO_NAME_LENGTH + 2 + 1, (byte) 0xFF).putInt(hello.limit() - 6, -1);

        Hello read = HelloFrame.decode(hello);

        assertThat(read.versions().highest()).isEqualTo(255);
        assertThat(read.observer()).isTrue();
        assertThat(read.capabilities()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"47455420 2f204854 54502f31 2e310d0a", "16030100 f4010000 f0030300"})
    void anotherProtocolIsNotTakenForHello(String bytes) {
        assertThatThrownBy(() -> HelloFrame.decode(hex(bytes)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("HELLO magic: expected 0x4348534b, got 0x");
    }

    @Test
    void flagsThatDoNotExistAreRefused() {
        ByteBuffer attach = body("attach-resume").put(32, (byte) 4);

        assertThatThrownBy(() -> AttachFrame.decode(attach))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ATTACH flags: expected no flags but 0x3, got 0x4");
    }

    @Test
    void numbersWithTheTopBitSetAreRefused() {
        assertThatThrownBy(() -> AckFrame.position(body("ack").putLong(0, -1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ACK position: expected 0 to 2^63-1, got 18446744073709551615");
        assertThatThrownBy(() -> AckFrame.unsubscribed(body("ack").putLong(8, Long.MIN_VALUE)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> DeclaredFrame.version(body("declared").putLong(0, -2)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> AttachedFrame.decode(body("attached").putLong(8, -1)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> ConfirmFrame.decode(body("confirm").putLong(0, -1)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> RefusalFrame.decode(body("refused-stale").putLong(2, -2)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void codesThatAreNotKnownAreKeptAsOther() {
        ByteBuffer error = body("error").putShort(0, (short) 0xFFFF);

        assertThat(ErrorFrame.decode(error).code()).isEqualTo(RefusalCode.OTHER);
    }

    @Test
    void aPingLargerThanItMayBeIsRefused() {
        ByteBuffer body = ByteBuffer.allocate(PingFrame.MIN_BODY_BYTES + PingFrame.MAX_PAYLOAD + 1);

        assertThatThrownBy(() -> PingFrame.payloadBytes(body)).isInstanceOf(ProtocolException.class);
        assertThat(PingFrame.payloadBytes(body.limit(body.limit() - 1))).isEqualTo(PingFrame.MAX_PAYLOAD);
    }

    @Test
    void asManyChangesAsFitGoIntoOneFrame() {
        String longest = String.join(".", Collections.nCopies(16, "abcdefghijklmno")) + "p";
        DeclarationChange one = new DeclarationChange.Added(1, 1, 2, TopicPattern.of(longest), true, 1);
        List<DeclarationChange> many = Collections.nCopies(300, one);
        ByteBuffer out = ByteBuffer.allocate(DeclareFrame.MAX_BYTES);

        int fit = DeclareFrame.fit(many, 0);
        DeclareFrame.encode(many.subList(0, fit), out);

        assertThat(fit).isLessThan(DeclareFrame.MAX_CHANGES);
        assertThat(out.remaining()).isLessThan(300);
        assertThat(DeclareFrame.decode(out.flip().position(FrameHeader.BYTES))).hasSize(fit);
        assertThatThrownBy(() -> DeclareFrame.encode(many.subList(0, fit + 1), out.clear()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shortChangesFillAFrameByCount() {
        List<DeclarationChange> many = Collections.nCopies(300, new DeclarationChange.Removed(1, 1));

        assertThat(DeclareFrame.fit(many, 0)).isEqualTo(256);
        assertThat(DeclareFrame.fit(many, 256)).isEqualTo(44);
    }

    @Test
    void aFrameOfNoFlowIsNotWritten() {
        ByteBuffer out = ByteBuffer.allocate(CreditFrame.EMPTY_BYTES);

        CreditFrame.end(out, CreditFrame.begin(out));
        BlockedFrame.end(out, BlockedFrame.begin(out));

        assertThat(out.position()).isZero();
    }
}
