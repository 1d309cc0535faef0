package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.protocol.AddressTokens.Verdict;
import chaski.transport.udp.wire.AddressToken;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** The results of checking tokens. */
class AddressTokensTest {

    private static final long SECOND_NS = 1_000_000_000;
    private static final long START_NS = -5 * SECOND_NS;

    private final AddressTokens tokens = new AddressTokens(new byte[32], START_NS, 3);
    private final InetSocketAddress here = address(1, 7601);

    @Test
    void aTokenIsTakenOnce() {
        AddressToken token = tokens.issue(here, 5, START_NS);

        assertThat(tokens.take(token, here, 5, START_NS + SECOND_NS)).isEqualTo(Verdict.GOOD);
        assertThat(tokens.take(token, here, 5, START_NS + 2 * SECOND_NS)).isEqualTo(Verdict.USED);
        assertThat(tokens.take(token, here, 5, START_NS + 10 * SECOND_NS)).isEqualTo(Verdict.USED);
        assertThat(tokens.take(token, here, 5, START_NS + 11 * SECOND_NS)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void aTokenIsForOneAddressPortAndRequestOfThisRun() {
        AddressToken token = tokens.issue(here, 5, START_NS);

        assertThat(tokens.take(token, address(2, 7601), 5, START_NS)).isEqualTo(Verdict.FORGED);
        assertThat(tokens.take(token, address(1, 7602), 5, START_NS)).isEqualTo(Verdict.FORGED);
        assertThat(tokens.take(token, here, 6, START_NS)).isEqualTo(Verdict.FORGED);
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;
        assertThat(new AddressTokens(otherKey, START_NS).take(token, here, 5, START_NS))
                .isEqualTo(Verdict.FORGED);
        AddressToken younger = new AddressToken(token.first() + SECOND_NS, token.second(), token.third());
        assertThat(tokens.take(younger, here, 5, START_NS)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void whenTooManyAreRememberedNoneIsTakenUntilSomeExpire() {
        for (int i = 0; i < 3; i++) {
            assertThat(tokens.take(tokens.issue(here, i, START_NS), here, i, START_NS))
                    .isEqualTo(Verdict.GOOD);
        }

        long laterNs = START_NS + 5 * SECOND_NS;
        AddressToken token = tokens.issue(here, 9, laterNs);
        assertThat(tokens.take(token, here, 9, laterNs)).isEqualTo(Verdict.FULL);
        assertThat(tokens.take(token, here, 9, START_NS + 11 * SECOND_NS)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void secretsDifferFromConnectionToConnection() {
        assertThat(tokens.resetSecret(1)).isEqualTo(tokens.resetSecret(1)).isNotEqualTo(tokens.resetSecret(2));
    }

    private static InetSocketAddress address(int last, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
