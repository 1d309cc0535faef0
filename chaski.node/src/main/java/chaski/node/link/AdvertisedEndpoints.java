package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.transport.IpAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces the unspecified address ({@code 0.0.0.0}, {@code ::}), which a listener may be bound to and no node can dial, by
 * addresses of this machine.
 *
 * <p>Only addresses of the listener's family are used; {@code ::} accepts both. Loopback addresses are advertised only if there is
 * no other. A link-local address comes last if it is IPv4 (169.254.0.0/16), and is never advertised if it is IPv6 (fe80::/10): it
 * needs the zone of the node that dials, which the advertising node cannot know (RFC 4007, section 11.2).
 */
final class AdvertisedEndpoints {

    private AdvertisedEndpoints() {}

    /**
     * Returns the endpoints that other nodes can dial.
     *
     * @param bound the endpoints of the listeners
     * @param addresses the addresses of the interfaces that are up
     * @return each bound endpoint, or in place of an unspecified one an endpoint for each address; no duplicates
     */
    static List<Endpoint> reachable(List<Endpoint> bound, List<InetAddress> addresses) {
        Set<Endpoint> reachable = new LinkedHashSet<>();
        for (Endpoint endpoint : bound) {
            if (isUnspecified(endpoint)) {
                dialable(accepted(endpoint, addresses)).forEach(a -> reachable.add(endpoint.withHost(text(a))));
            } else {
                reachable.add(endpoint);
            }
        }
        return List.copyOf(reachable);
    }

    /**
     * Returns the endpoints at which this node itself can be reached from its own machine.
     *
     * @param bound the endpoints of the listeners
     * @param addresses the addresses of the interfaces that are up
     * @return the bound endpoints and, for an unspecified one, an endpoint for each address, loopback included
     */
    static Set<Endpoint> own(List<Endpoint> bound, List<InetAddress> addresses) {
        Set<Endpoint> own = new LinkedHashSet<>(bound);
        bound.stream().filter(AdvertisedEndpoints::isUnspecified).forEach(endpoint -> accepted(endpoint, addresses)
                .forEach(address -> own.add(endpoint.withHost(text(address)))));
        return Set.copyOf(own);
    }

    /** {@return true if the endpoint represents every address of the machine} */
    static boolean isUnspecified(Endpoint endpoint) {
        return endpoint.host().equals("0.0.0.0") || isUnspecifiedV6(endpoint);
    }

    private static boolean isUnspecifiedV6(Endpoint endpoint) {
        return endpoint.host().indexOf(':') >= 0 && endpoint.host().chars().allMatch(c -> c == ':' || c == '0');
    }

    private static List<InetAddress> accepted(Endpoint unspecified, List<InetAddress> addresses) {
        return isUnspecifiedV6(unspecified)
                ? addresses
                : addresses.stream().filter(Inet4Address.class::isInstance).toList();
    }

    private static List<InetAddress> dialable(List<InetAddress> addresses) {
        List<InetAddress> dialable = new ArrayList<>();
        addresses.stream()
                .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                .forEach(dialable::add);
        addresses.stream()
                .filter(a -> a instanceof Inet4Address && a.isLinkLocalAddress())
                .forEach(dialable::add);
        if (dialable.isEmpty()) {
            addresses.stream().filter(InetAddress::isLoopbackAddress).forEach(dialable::add);
        }
        return dialable;
    }

    /** Formats an address as transports do, without its zone. */
    private static String text(InetAddress address) {
        String text = IpAddresses.format(address);
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
