package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    private static final HostNames NAMES = host -> {
        if (host.equals("name")) {
            return new InetAddress[] {InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")};
        }
        throw new UnknownHostException(host);
    };

    @Test
    void nameIsReplacedByItsFirstAddress() {
        assertThat(NAMES.resolved(Endpoint.parse("x://name:7"), with(Feature.IP_HOSTS)))
                .hasToString("x://[::1]:7");
    }

    @Test
    void addressesAndHostsOfOtherTransportsAreKept() {
        Endpoint address = Endpoint.parse("x://127.0.0.1:7");
        Endpoint name = Endpoint.parse("x://unknown:7");

        assertThat(NAMES.resolved(address, with(Feature.IP_HOSTS))).isEqualTo(address);
        assertThat(NAMES.resolved(name, with(Feature.RELIABLE))).isEqualTo(name);
    }

    @Test
    void unknownNameIsReported() {
        assertThatThrownBy(() -> NAMES.resolved(Endpoint.parse("x://unknown:7"), with(Feature.IP_HOSTS)))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot resolve the host name 'unknown' of x://unknown:7; check the name and the DNS");
    }

    private static Transport with(Feature feature) {
        return new Transport() {
            @Override
            public String scheme() {
                return "x";
            }

            @Override
            public Set<Feature> features() {
                return Set.of(feature);
            }

            @Override
            public Listener listen(Endpoint local, LinkAcceptor acceptor) {
                throw new AssertionError("not called");
            }

            @Override
            public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
                throw new AssertionError("not called");
            }

            @Override
            public void close() {}
        };
    }
}
