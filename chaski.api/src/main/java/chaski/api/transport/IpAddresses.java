package chaski.api.transport;

import chaski.api.Endpoint;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Converts between the hosts of endpoints and IP addresses. No method resolves a name, so none blocks.
 *
 * <p>For transports with {@link Feature#IP_HOSTS}: all of them write an address in the same form, so that endpoints can be
 * compared.
 */
public final class IpAddresses {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final int IPV6_GROUPS = 8;

    private IpAddresses() {}

    /**
     * Parses an IP address.
     *
     * @param host the host of an endpoint
     * @return the address, or empty if the host is a name
     */
    public static Optional<InetAddress> parse(String host) {
        if (host.indexOf(':') < 0 && !isIpv4(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /** Checks the form strictly: the JDK accepts other forms of IPv4 addresses too, or else asks the DNS for them. */
    private static boolean isIpv4(String host) {
        return IPV4.matcher(host).matches();
    }

    /**
     * Formats an address: IPv6 in the form of RFC 5952, with its scope if it has one.
     *
     * @param address the address
     * @return the host of an endpoint
     */
    public static String format(InetAddress address) {
        return address instanceof Inet6Address v6 ? compressed(v6.getAddress()) + scope(v6) : address.getHostAddress();
    }

    /**
     * Returns the address that an endpoint names.
     *
     * @param endpoint an endpoint whose host is an IP address
     * @return the address and the port
     * @throws chaski.api.TransportException if the host is a name
     */
    public static InetSocketAddress socketAddress(Endpoint endpoint) {
        InetAddress address = parse(endpoint.host()).orElseThrow(() -> TransportErrors.unresolvedHost(endpoint));
        return new InetSocketAddress(address, endpoint.port());
    }

    /**
     * Returns the endpoint of an address.
     *
     * @param scheme the scheme of the transport
     * @param address the address, resolved
     * @return the endpoint
     */
    public static Endpoint endpoint(String scheme, InetSocketAddress address) {
        return new Endpoint(scheme, format(address.getAddress()), address.getPort());
    }

    private static String scope(Inet6Address address) {
        NetworkInterface networkInterface = address.getScopedInterface();
        if (networkInterface != null) {
            return "%" + networkInterface.getName();
        }
        return address.getScopeId() == 0 ? "" : "%" + address.getScopeId();
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = longestRunOfZeros(groups);
        int end = start < 0 ? -1 : endOfZeros(groups, start);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i = end - 1;
            } else {
                text.append(i == 0 || i == end ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** {@return the index at which the first of the longest runs of two or more zeros begins, or -1} */
    private static int longestRunOfZeros(int[] groups) {
        int longest = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int run = endOfZeros(groups, i) - i;
            if (run > length) {
                longest = i;
                length = run;
            }
        }
        return longest;
    }

    private static int endOfZeros(int[] groups, int start) {
        int end = start;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end;
    }
}
