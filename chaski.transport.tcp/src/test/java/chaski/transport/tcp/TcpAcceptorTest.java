package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.Link;
import chaski.api.transport.ListenOptions;
import chaski.testkit.LogLines;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a listener behaves if the system has no descriptor left; on a channel whose time is controlled by the test. */
class TcpAcceptorTest {

    private final TcpReactor reactor = TcpReactor.start(new NioTcpSockets(), 1_000);
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new TcpAcceptor(TcpListenerFixture.ANY_PORT, reactor, ListenOptions.DEFAULT, Link::close, link -> {}));

    @BeforeEach
    void stopTime() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        reactor.threads().shutdown(1_000);
    }

    @Test
    void failedAcceptPausesAndGoesOn() {
        fail();
        assertThat(accepting()).isFalse();

        pass(49);
        assertThat(accepting()).isFalse();
        pass(1);
        assertThat(accepting()).isTrue();
    }

    @Test
    void pausesGrowUpToASecond() {
        for (long pauseMs : new long[] {50, 100, 200, 400, 800, 1_000, 1_000}) {
            failAndPause(pauseMs);
        }
    }

    @Test
    void pausesBeginAnewWithTheFirstConnectionThatIsAccepted() {
        failAndPause(50);
        failAndPause(100);

        connect(new NioSocketChannel());

        failAndPause(50);
        failAndPause(100);
    }

    @Test
    void pausesBeginAnewThoughTheConnectionWasResetMeanwhile() {
        failAndPause(50);
        failAndPause(100);
        NioSocketChannel gone = new NioSocketChannel();
        gone.unsafe().closeForcibly();

        connect(gone);

        failAndPause(50);
    }

    @Test
    void everyShortageIsLoggedOnce() {
        try (LogLines log = LogLines.of(TcpAcceptor.class.getName())) {
            for (int shortage = 1; shortage <= 3; shortage++) {
                failAndPause(50);
                failAndPause(100);
                failAndPause(200);
                connect(new NioSocketChannel());

                assertThat(log.lines())
                        .hasSize(shortage)
                        .allMatch(line ->
                                line.startsWith("WARNING Cannot accept links on " + TcpListenerFixture.ANY_PORT));
            }
        }
    }

    private void failAndPause(long pauseMs) {
        fail();
        pass(pauseMs - 1);
        assertThat(accepting()).isFalse();
        pass(1);
        assertThat(accepting()).isTrue();
    }

    private void connect(NioSocketChannel connection) {
        channel.pipeline().fireChannelRead(connection);
    }

    private void fail() {
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private boolean accepting() {
        return channel.config().isAutoRead();
    }
}
