package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.node.wire.EndedSession;
import chaski.node.wire.SessionId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndedSessionsTest {

    private static final NodeId PEER = new NodeId(new UUID(1, 1));
    private static final NodeId OTHER = new NodeId(new UUID(2, 2));
    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

    private final EndedSessions ended = new EndedSessions();

    @Test
    void thePositionIsKnownForTenMinutes() {
        long beganNs = Long.MAX_VALUE - MINUTE_NS; // the clock may wrap
        ended.add(id(1), PEER, 77, beganNs);

        assertThat(ended.position(id(1), beganNs + 9 * MINUTE_NS)).isEqualTo(77);
        assertThat(ended.position(id(1), beganNs + 10 * MINUTE_NS)).isEqualTo(-1);
        assertThat(ended.position(id(2), beganNs)).isEqualTo(-1);
    }

    @Test
    void theLastSessionWithAPeerIsTold() {
        ended.add(id(1), PEER, 10, 0);
        ended.add(id(2), PEER, 20, 1);
        ended.add(id(3), OTHER, 30, 2);

        assertThat(ended.lastWith(PEER, 3)).contains(new EndedSession(id(2), 20));
        assertThat(ended.lastWith(new NodeId(new UUID(3, 3)), 3)).isEmpty();
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            ended.add(id(i), PEER, i, i);
        }

        assertThat(ended.position(id(0), 10_000)).isEqualTo(-1);
        assertThat(ended.position(id(9_999), 10_000)).isEqualTo(9_999);
    }

    private static SessionId id(long number) {
        return new SessionId(number, number);
    }
}
