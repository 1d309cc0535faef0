package chaski.node.dial;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The order in which the addresses of a name are tried. */
final class AddressOrder {

    private AddressOrder() {}

    /**
     * Interleaves the two address families, so that an unreachable family costs one head start and not one for each of its
     * addresses (RFC 8305, section 4). Otherwise the order of the resolver is kept.
     *
     * @param addresses as the resolver returned them
     * @return each of them once, the first one first
     */
    static Deque<InetAddress> interleaved(List<InetAddress> addresses) {
        Deque<InetAddress> preferred = new ArrayDeque<>();
        Deque<InetAddress> other = new ArrayDeque<>();
        boolean first6 = !addresses.isEmpty() && isIpv6(addresses.get(0));
        addresses.stream().distinct().forEach(address -> (isIpv6(address) == first6 ? preferred : other).add(address));
        List<InetAddress> ordered = new ArrayList<>(addresses.size());
        while (!preferred.isEmpty() || !other.isEmpty()) {
            moveOne(preferred, ordered);
            moveOne(other, ordered);
        }
        return new ArrayDeque<>(ordered);
    }

    private static void moveOne(Deque<InetAddress> from, List<InetAddress> to) {
        InetAddress next = from.poll();
        if (next != null) {
            to.add(next);
        }
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
