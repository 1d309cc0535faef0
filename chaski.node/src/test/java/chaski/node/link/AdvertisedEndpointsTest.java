package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertisedEndpointsTest {

    private static final String[] MACHINE = {
        "127.0.0.1", "::1", "169.254.7.7", "192.0.2.1", "2001:db8::1", "fe80::1", "198.51.100.9"
    };

    @Test
    void unspecifiedIpv4IsReplacedByEveryIpv4AddressButLoopback() {
        assertThat(reachable("tcp://0.0.0.0:7601", MACHINE))
                .containsExactly("tcp://192.0.2.1:7601", "tcp://198.51.100.9:7601", "tcp://169.254.7.7:7601");
    }

    @Test
    void unspecifiedIpv6IsReplacedByAddressesOfBothFamiliesWithoutLinkLocalIpv6() {
        assertThat(reachable("udp://[::]:7601", MACHINE))
                .containsExactly(
                        "udp://192.0.2.1:7601",
                        "udp://[2001:db8::1]:7601",
                        "udp://198.51.100.9:7601",
                        "udp://169.254.7.7:7601");
    }

    @Test
    void loopbackIsAdvertisedWhenThereIsNothingElse() {
        assertThat(reachable("tcp://0.0.0.0:1", "127.0.0.1", "::1")).containsExactly("tcp://127.0.0.1:1");
        assertThat(reachable("tcp://[::]:1", "127.0.0.1", "::1", "fe80::1"))
                .containsExactly("tcp://127.0.0.1:1", "tcp://[::1]:1");
        assertThat(reachable("tcp://0.0.0.0:1", "169.254.7.7", "127.0.0.1")).containsExactly("tcp://169.254.7.7:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:1", "tcp://[fe80::1%eth0]:1", "tcp://host.example:1", "mem://a:1"})
    void aListenerOnOneAddressIsAdvertisedAsItIs(String bound) {
        assertThat(reachable(bound, MACHINE)).containsExactly(bound);
    }

    @Test
    void anAddressIsAdvertisedOnce() throws UnknownHostException {
        List<Endpoint> bound = Stream.of("tcp://192.0.2.1:1", "tcp://0.0.0.0:1")
                .map(Endpoint::parse)
                .toList();

        assertThat(AdvertisedEndpoints.reachable(bound, addresses("192.0.2.1")))
                .containsExactly(Endpoint.parse("tcp://192.0.2.1:1"));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:0:0:0:0, 2001:db8::",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "2001:DB8:1:2:3:4:5:ABCD, 2001:db8:1:2:3:4:5:abcd"
    })
    void ipv6IsWrittenInItsCanonicalForm(String address, String text) {
        assertThat(reachable("tcp://[::]:1", address)).containsExactly("tcp://[" + text + "]:1");
    }

    @Test
    void whatIsItsOwnIncludesLoopbackAndLinkLocalAddresses() throws UnknownHostException {
        List<Endpoint> bound = List.of(Endpoint.parse("tcp://[::]:7601"), Endpoint.parse("udp://192.0.2.1:7602"));

        assertThat(AdvertisedEndpoints.own(bound, addresses(MACHINE)))
                .contains(
                        Endpoint.parse("tcp://127.0.0.1:7601"),
                        Endpoint.parse("tcp://[::1]:7601"),
                        Endpoint.parse("tcp://[fe80::1]:7601"),
                        Endpoint.parse("tcp://192.0.2.1:7601"),
                        Endpoint.parse("udp://192.0.2.1:7602"))
                .doesNotContain(Endpoint.parse("udp://127.0.0.1:7602"), Endpoint.parse("tcp://192.0.2.1:7602"));
    }

    private static List<String> reachable(String bound, String... addresses) {
        try {
            return AdvertisedEndpoints.reachable(List.of(Endpoint.parse(bound)), addresses(addresses)).stream()
                    .map(Endpoint::toString)
                    .toList();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses;
    }
}
