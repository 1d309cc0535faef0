package chaski.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostileInboxTest {

    private final HostileInbox inbox = new HostileInbox();

    @Test
    void framesAreTakenOnceAndCountedAllTheSame() {
        inbox.add(HostileFrames.ping(1, 0));
        inbox.add(HostileFrames.pong(2, 0));

        assertThat(inbox.takeFrame("PONG", frame -> frame.is(HostileFrameType.PONG))
                        .is(HostileFrameType.PONG))
                .isTrue();

        assertThat(inbox.frames()).hasSize(1);
        assertThat(inbox.hasFrame(frame -> frame.is(HostileFrameType.PONG))).isFalse();
        assertThat(inbox.count(HostileFrameType.PONG)).isEqualTo(1);
    }

    @Test
    void aClosedLinkEndsTheWaitAndTheErrorNamesTheRefusal() {
        inbox.add(HostileFrames.refused(HostileErrorCode.STALE, 7, "a later incarnation"));
        inbox.close(null);

        assertThat(inbox.isClosed()).isTrue();
        assertThat(inbox.cause()).isEmpty();
        assertThat(inbox.hasRecord(record -> true)).isTrue();
        assertThatThrownBy(() -> inbox.takeRecord("a record", record -> true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a record")
                .hasMessageContaining("STALE");
    }
}
