package chaski.api.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "1.2.3.4.example", "1.2.3", "1.2.3.256", "a:b", "::1::", "0x7f000001"})
    void namesAndMalformedAddressesAreNoAddresses(String host) {
        assertThat(IpAddresses.parse(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "::1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:0db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    })
    void addressIsWrittenInTheFormOfRfc5952(String host, String formatted) {
        assertThat(IpAddresses.parse(host).map(IpAddresses::format)).contains(formatted);
    }

    @Test
    void addressKeepsItsScope() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetAddress scoped = Inet6Address.getByAddress(null, linkLocal, 7);

        Endpoint endpoint = IpAddresses.endpoint("tcp", new InetSocketAddress(scoped, 1));

        assertThat(endpoint).hasToString("tcp://[fe80::1%7]:1");
        assertThat(((Inet6Address) IpAddresses.socketAddress(endpoint).getAddress()).getScopeId())
                .isEqualTo(7);
    }

    @Test
    void nameHasNoSocketAddress() {
        assertThatThrownBy(() -> IpAddresses.socketAddress(Endpoint.parse("tcp://localhost:1")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("tcp://localhost:1");
    }
}
