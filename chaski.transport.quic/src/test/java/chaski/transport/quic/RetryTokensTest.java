package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which tokens prove an address. */
class RetryTokensTest {

    private static final InetSocketAddress DIALLER = new InetSocketAddress("192.0.2.1", 5000);
    private static final byte[] REQUEST = {1, 2, 3, 4, 5, 6, 7, 8};

    private final QuicCounters counters = new QuicCounters();
    private long nowNs = 12_345;
    private boolean room = true;
    private final RetryTokens tokens = new RetryTokens(() -> nowNs, () -> room, counters);

    private ByteBuf token() {
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(REQUEST), DIALLER))
                .isTrue();
        assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
        return token;
    }

    @Test
    void aTokenProvesTheAddressAndContainsTheRequest() {
        ByteBuf token = token();

        int offset = tokens.validateToken(token, DIALLER);

        assertThat(token.slice(offset, token.readableBytes() - offset)).isEqualTo(Unpooled.wrappedBuffer(REQUEST));
        assertThat(counters.all()).isEmpty();
    }

    @Test
    void aTokenProvesNoOtherAddressOrPort() {
        refused(token(), new InetSocketAddress("192.0.2.2", 5000));
        refused(token(), new InetSocketAddress("192.0.2.1", 5001));
        assertThat(counters.all()).containsEntry("quic.refused.token", 2L);
    }

    @Test
    void noAlteredTokenIsAccepted() {
        for (int at = 0; at < token().readableBytes(); at++) {
            ByteBuf altered = token();
            altered.setByte(at, altered.getByte(at) ^ 1);
            refused(altered, DIALLER);
        }
        refused(token().writerIndex(24), DIALLER);
        refused(token().writeZero(100), DIALLER);
        refused(Unpooled.EMPTY_BUFFER, DIALLER);
    }

    @Test
    void aTokenExpires() {
        ByteBuf token = token();
        nowNs += TimeUnit.SECONDS.toNanos(10);
        assertThat(tokens.validateToken(token, DIALLER)).isPositive();

        nowNs++;

        refused(token, DIALLER);
    }

    @Test
    void aTokenOfAnotherListenerIsRefused() {
        ByteBuf token = token();

        assertThat(new RetryTokens(() -> nowNs, () -> true, counters).validateToken(token, DIALLER))
                .isEqualTo(-1);
    }

    @Test
    void withoutRoomEvenAGoodTokenWaits() {
        ByteBuf token = token();
        room = false;
        assertThat(tokens.validateToken(token, DIALLER)).isEqualTo(-1);
        assertThat(counters.all()).isEmpty();

        room = true;

        assertThat(tokens.validateToken(token, DIALLER)).isPositive();
    }

    private void refused(ByteBuf token, InetSocketAddress from) {
        assertThat(tokens.validateToken(token, from)).isEqualTo(-1);
    }
}
