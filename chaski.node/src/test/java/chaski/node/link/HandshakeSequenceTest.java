package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.node.wire.FrameType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeSequenceTest {

    private final HandshakeSequence dialled = new HandshakeSequence(LinkOrigin.DIALLED);
    private final HandshakeSequence accepted = new HandshakeSequence(LinkOrigin.ACCEPTED);
    private final HandshakeSequence auxiliary = new HandshakeSequence(LinkOrigin.DIALLED_AUXILIARY);

    @Test
    void diallerReceivesHelloAndAttached() {
        dialled.accept(FrameType.HELLO, false);
        assertThat(dialled.isOver()).isFalse();
        assertThat(dialled.maxControlBytes()).isEqualTo(HandshakeSequence.HANDSHAKE_FRAME_BYTES);
        dialled.accept(FrameType.ATTACHED, true);

        assertThat(dialled.isOver()).isTrue();
        assertThat(dialled.maxControlBytes()).isEqualTo(HandshakeSequence.CONTROL_FRAME_BYTES);
    }

    @Test
    void answererReceivesHelloAttachAndConfirm() {
        accepted.accept(FrameType.HELLO, false);
        accepted.accept(FrameType.ATTACH, false);
        assertThat(accepted.expectedName()).isEqualTo("CONFIRM");
        accepted.accept(FrameType.CONFIRM, true);

        assertThat(accepted.isOver()).isTrue();
    }

    @Test
    void confirmBeforeTheAnswerIsRefused() {
        accepted.accept(FrameType.HELLO, false);
        accepted.accept(FrameType.ATTACH, false);

        assertThatThrownBy(() -> accepted.accept(FrameType.CONFIRM, false))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("wait for ATTACHED");
        assertThat(accepted.isOver()).isFalse();
    }

    @Test
    void auxiliaryLinkIsOverAfterAssistOrAssistedAndCarriesNothingLarge() {
        accepted.accept(FrameType.HELLO, false);
        accepted.accept(FrameType.ASSIST, false);
        auxiliary.accept(FrameType.HELLO, false);
        auxiliary.accept(FrameType.ASSISTED, true);

        for (HandshakeSequence each : new HandshakeSequence[] {accepted, auxiliary}) {
            assertThat(each.isOver()).isTrue();
            assertThat(each.maxControlBytes()).isEqualTo(HandshakeSequence.HANDSHAKE_FRAME_BYTES);
        }
    }

    @Test
    void otherNodesMayBeNamedOnceToADiallerAfterHello() {
        dialled.accept(FrameType.HELLO, false);
        dialled.accept(FrameType.ALTERNATIVES, true);
        assertThat(dialled.expectedName()).isEqualTo("ATTACHED");
        assertThatThrownBy(() -> dialled.accept(FrameType.ALTERNATIVES, true)).isInstanceOf(ProtocolException.class);

        accepted.accept(FrameType.HELLO, false);
        assertThatThrownBy(() -> accepted.accept(FrameType.ALTERNATIVES, false)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource(LinkOrigin.class)
    void everySideBeginsWithHello(LinkOrigin origin) {
        for (int type : new int[] {FrameType.ATTACH, FrameType.ATTACHED, FrameType.ASSIST, FrameType.PING}) {
            assertThatThrownBy(() -> new HandshakeSequence(origin).accept(type, false))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("expected HELLO");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FrameType.HELLO, FrameType.ATTACHED, FrameType.ASSISTED, FrameType.CONFIRM, FrameType.ACK})
    void answererAcceptsNoOtherFrameAfterHello(int type) {
        accepted.accept(FrameType.HELLO, false);

        assertThatThrownBy(() -> accepted.accept(type, true))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected ATTACH");
    }
}
