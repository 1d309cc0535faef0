package chaski.api;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a node: {@code scheme://host:port}, for example {@code tcp://127.0.0.1:7601} or {@code udp://[::1]:0}.
 *
 * <p>The scheme names the transport. The host is a DNS name, an IPv4 address or an IPv6 address; it is kept as written,
 * without the brackets of IPv6, and is never resolved here. Port 0 requests any free port from a listener.
 *
 * @param scheme the transport's name, lower case
 * @param host the host, at most 255 characters
 * @param port the port, 0 to 65535
 */
public record Endpoint(String scheme, String host, int port) {

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+-]{0,31}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,255}");
    private static final Pattern URI_FORM =
            Pattern.compile("([A-Za-z][A-Za-z0-9+-]*)://(?:\\[([^\\[\\]]+)]|([^\\[\\]:/]+)):([0-9]{1,5})/?");

    /**
     * Checks every part.
     *
     * @param scheme the transport's name, lower case
     * @param host the host, at most 255 characters
     * @param port the port, 0 to 65535
     */
    public Endpoint {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(host, "host");
        scheme = scheme.toLowerCase(Locale.ROOT);
        if (!SCHEME.matcher(scheme).matches() || !HOST.matcher(host).matches()) {
            throw malformed(scheme + "://" + host + ":" + port);
        }
        if (port < 0 || port > 65535) {
            throw malformed(scheme + "://" + host + ":" + port);
        }
    }

    /**
     * Reads an endpoint.
     *
     * @param text for example {@code tcp://host:7601} or {@code tcp://[::1]:7601}
     * @return the endpoint
     * @throws IllegalArgumentException when the text is not an endpoint; the message describes what was expected
     */
    public static Endpoint parse(String text) {
        Matcher m = URI_FORM.matcher(text);
        if (!m.matches()) {
            throw malformed(text);
        }
        String host = m.group(2) != null ? m.group(2) : m.group(3);
        return new Endpoint(m.group(1), host, Integer.parseInt(m.group(4)));
    }

    /**
     * Returns this endpoint with another port.
     *
     * @param newPort the port
     * @return the endpoint
     */
    public Endpoint withPort(int newPort) {
        return new Endpoint(scheme, host, newPort);
    }

    /**
     * Returns this endpoint with another host.
     *
     * @param newHost the host
     * @return the endpoint
     */
    public Endpoint withHost(String newHost) {
        return new Endpoint(scheme, newHost, port);
    }

    @Override
    public String toString() {
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("expected an endpoint such as tcp://127.0.0.1:7601 or tcp://[::1]:0, got '"
                + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'");
    }
}
