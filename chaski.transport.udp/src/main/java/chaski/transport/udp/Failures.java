package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.LinkResetException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in plain words what a socket could not do. */
final class Failures {

    private static final String REFUSED = "connection refused";

    /** What the systems call it, and what it is called here. The JDK and the native library give only texts. */
    private static final Map<String, String> WORDS = Map.of(
            "connection refused", REFUSED,
            "address already in use", "address already in use",
            "cannot assign requested address", "this machine has no such address",
            "permission denied", "permission denied",
            "no route to host", "no route to the host",
            "network is unreachable", "the network is unreachable",
            "too many open files", "no file descriptors left");

    private Failures() {}

    /** Names the reason in a few words. */
    static String reason(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            for (Map.Entry<String, String> word : WORDS.entrySet()) {
                if (message.contains(word.getKey())) {
                    return word.getValue();
                }
            }
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    static TransportException wrongScheme(Endpoint endpoint) {
        return new TransportException("expected an endpoint of the scheme " + UdpTransport.SCHEME + ", got " + endpoint
                + "; ask the transport of the scheme " + endpoint.scheme());
    }

    static TransportException transportClosed(Endpoint endpoint) {
        return new TransportException("cannot use " + endpoint + ": the transport is closed");
    }

    static TransportException cannotBind(Endpoint local, Throwable cause) {
        String reason = reason(cause);
        String advice =
                switch (reason) {
                    case "address already in use" -> "; choose another port, or port 0 for any free one";
                    case "permission denied" -> "; choose a port above 1023";
                    default -> "";
                };
        return new TransportException("cannot bind " + local + ": " + reason + advice, cause);
    }

    static TransportException unknownHost(Endpoint endpoint, Throwable cause) {
        return new TransportException(
                "cannot resolve the host name '" + endpoint.host() + "' of " + endpoint
                        + "; check the name and the DNS",
                cause);
    }

    static TransportException noPort(Endpoint remote) {
        return new TransportException("cannot connect to " + remote + ": port 0 is only for listening");
    }

    static TransportException notResolvedInTime(Endpoint remote, long timeoutMs) {
        return new TransportException("the host name '" + remote.host() + "' of " + remote + " was not resolved within "
                + timeoutMs + " ms; check the DNS");
    }

    static TransportException noAnswer(
            Endpoint remote, long timeoutMs, Set<InetAddress> silent, Map<InetAddress, Throwable> failed) {
        String tried = silent.stream().map(Addresses::text).collect(Collectors.joining(", "));
        return new TransportException(remote + " did not answer within " + timeoutMs + " ms (tried " + tried
                + (failed.isEmpty() ? "" : "; " + reasons(failed))
                + "); check that it listens for UDP, the address and firewalls");
    }

    /** Explains a connect of which every address failed; there is at least one. */
    static TransportException unreachable(Endpoint remote, Map<InetAddress, Throwable> failed) {
        boolean allRefused = failed.values().stream().allMatch(t -> reason(t).equals(REFUSED));
        Throwable first = failed.values().iterator().next();
        TransportException failure = allRefused
                ? new ConnectionRefusedException("nothing listens on " + remote + " (" + reasons(failed) + ")", first)
                : new TransportException("cannot connect to " + remote + " (" + reasons(failed) + ")", first);
        failed.values().stream().skip(1).forEach(failure::addSuppressed);
        return failure;
    }

    static TransportException broken(Endpoint local, Endpoint remote, String reason) {
        return new TransportException(text(local, remote, reason));
    }

    static LinkResetException reset(Endpoint local, Endpoint remote, String reason) {
        return new LinkResetException(text(local, remote, reason));
    }

    private static String text(Endpoint local, Endpoint remote, String reason) {
        return "the link from " + local + " to " + remote + " broke: " + reason;
    }

    private static String reasons(Map<InetAddress, Throwable> failed) {
        return failed.entrySet().stream()
                .map(e -> Addresses.text(e.getKey()) + ": " + reason(e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
