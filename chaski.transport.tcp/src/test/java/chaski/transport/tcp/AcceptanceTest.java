package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.Link;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a listener does when the system has no descriptor left; on a channel whose time the test moves. */
class AcceptanceTest {

    private final Reactor reactor = Reactor.start(new NioSockets(), InetAddress::getAllByName, 1_000);
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new Acceptance(Wire.ANY_PORT, reactor, Link::close, link -> {}));

    @BeforeEach
    void stopTime() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        reactor.threads().shutdown(1_000);
        reactor.resolver().close();
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
            fail();
            pass(pauseMs - 1);
            assertThat(accepting()).isFalse();
            pass(1);
            assertThat(accepting()).isTrue();
        }
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
