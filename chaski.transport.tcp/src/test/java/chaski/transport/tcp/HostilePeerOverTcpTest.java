package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.testkit.hostile.HostileFrame;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostileListener;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRecords;
import chaski.testkit.hostile.WaitStrategy;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The hostile peer of the testkit, over sockets. */
class HostilePeerOverTcpTest {

    @Test
    void itSendsAndHearsOverSockets() {
        HostileIdentity a = HostileIdentity.of(new NodeId(new UUID(0, 1)), 5);
        HostileIdentity b = HostileIdentity.of(new NodeId(new UUID(0, 2)), 6);
        try (TcpTransport transport = new TcpTransport();
                HostileListener listener =
                        HostileListener.listen(transport, TcpListenerFixture.ANY_PORT, b, WaitStrategy.live());
                HostilePeer peer = HostilePeer.dial(transport, listener.endpoint(), a)) {
            peer.handshake();
            for (int i = 1; i <= 200; i++) {
                peer.append(HostileRecords.message(1, 0, i, new byte[60_000]));
            }
            HostilePeer other = listener.peers().get(0);
            other.awaitRecord("the last one", record -> record.sequence() == 200);
            peer.send(HostileFrames.ping(7, 16_384));
            HostileFrame pong = peer.await(HostileFrameType.PONG);
            assertThat(pong.body().remaining()).isEqualTo(8 + 16_384);

            peer.hangUp();
            other.awaitClosed();
            HostilePeer again =
                    HostilePeer.dial(transport, listener.endpoint(), a).resume(peer.session());
            assertThat(again.session().appended()).isEqualTo(other.session().received());
            again.close();
        }
    }
}
