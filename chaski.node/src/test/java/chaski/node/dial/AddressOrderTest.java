package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.IpAddresses;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressOrderTest {

    @Test
    void familiesAlternateBeginningWithTheFirstOfTheResolver() {
        assertThat(interleaved("1.1.1.1", "2.2.2.2", "3.3.3.3", "::1", "::2"))
                .containsExactly("1.1.1.1", "::1", "2.2.2.2", "::2", "3.3.3.3");
        assertThat(interleaved("::1", "::2", "1.1.1.1")).containsExactly("::1", "1.1.1.1", "::2");
        assertThat(interleaved("1.1.1.1", "2.2.2.2")).containsExactly("1.1.1.1", "2.2.2.2");
    }

    @Test
    void addressThatIsListedTwiceIsTriedOnce() {
        assertThat(interleaved("1.1.1.1", "1.1.1.1", "::1")).containsExactly("1.1.1.1", "::1");
    }

    private static List<String> interleaved(String... texts) {
        List<InetAddress> addresses = Arrays.stream(texts)
                .map(IpAddresses::parse)
                .map(Optional::orElseThrow)
                .toList();
        return AddressOrder.interleaved(addresses).stream()
                .map(IpAddresses::format)
                .toList();
    }
}
