package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {

    @Test
    void familiesTakeTurnsBeginningWithTheResolversFirst() {
        assertThat(alternating("1.1.1.1", "2.2.2.2", "3.3.3.3", "::1", "::2"))
                .containsExactly("1.1.1.1", "::1", "2.2.2.2", "::2", "3.3.3.3");
        assertThat(alternating("::1", "::2", "1.1.1.1")).containsExactly("::1", "1.1.1.1", "::2");
        assertThat(alternating("1.1.1.1", "2.2.2.2")).containsExactly("1.1.1.1", "2.2.2.2");
    }

    @Test
    void addressThatIsListedTwiceIsTriedOnce() {
        assertThat(alternating("1.1.1.1", "1.1.1.1", "::1")).containsExactly("1.1.1.1", "::1");
    }

    @Test
    void onlyAnAddressInWritingIsALiteral() {
        assertThat(Addresses.literal("127.0.0.1")).isNotNull();
        assertThat(Addresses.literal("::1")).isNotNull();
        assertThat(Addresses.literal("localhost")).isNull();
        assertThat(Addresses.literal("1.2.3.4.example")).isNull();
    }

    @Test
    void ipv6IsWrittenShortAndWithItsScope() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetAddress scoped = Inet6Address.getByAddress(null, linkLocal, 7);

        assertThat(Addresses.endpoint("tcp", new InetSocketAddress(scoped, 1)).toString())
                .isEqualTo("tcp://[fe80::1%7]:1");
        assertThat(Addresses.text(InetAddress.getByName("2001:db8:0:0:0:0:0:1")))
                .isEqualTo("2001:db8::1");
    }

    private static List<String> alternating(String... texts) {
        List<InetAddress> addresses =
                Arrays.stream(texts).map(Addresses::literal).toList();
        return Addresses.alternating(addresses).stream().map(Addresses::text).toList();
    }
}
