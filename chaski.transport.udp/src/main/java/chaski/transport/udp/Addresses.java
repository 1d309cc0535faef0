package chaski.transport.udp;

import chaski.api.Endpoint;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns endpoints into addresses and back, without asking anyone. */
final class Addresses {

    private Addresses() {}

    /** {@return the address that the text is, or {@code null} when it is a name} */
    static @Nullable InetAddress literal(String host) {
        return NetUtil.createInetAddressFromIpAddressString(host);
    }

    /** Writes an address as an endpoint: IPv6 in its short form, with its scope where it has one. */
    static Endpoint endpoint(String scheme, InetSocketAddress address) {
        return new Endpoint(scheme, text(address.getAddress()), address.getPort());
    }

    static String text(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        if (address instanceof Inet6Address v6 && v6.getScopeId() != 0) {
            String scope = v6.getScopedInterface() == null
                    ? Integer.toString(v6.getScopeId())
                    : v6.getScopedInterface().getName();
            return text + "%" + scope;
        }
        return text;
    }

    /** {@return the family whose sockets reach the address} */
    static SocketProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    /**
     * Orders addresses for a race: as the resolver gave them, but of the two families in turn, so that one family that leads
     * nowhere costs one head start and not one for each of its addresses (RFC 8305, section 4).
     */
    static List<InetAddress> alternating(List<InetAddress> addresses) {
        SocketProtocolFamily first = family(addresses.get(0));
        Deque<InetAddress> preferred = new ArrayDeque<>();
        Deque<InetAddress> other = new ArrayDeque<>();
        addresses.stream().distinct().forEach(address -> (family(address) == first ? preferred : other).add(address));
        List<InetAddress> ordered = new ArrayList<>(addresses.size());
        while (!preferred.isEmpty() || !other.isEmpty()) {
            if (!preferred.isEmpty()) {
                ordered.add(preferred.remove());
            }
            if (!other.isEmpty()) {
                ordered.add(other.remove());
            }
        }
        return ordered;
    }
}
