package chaski.api.transport;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import java.util.Locale;
import java.util.Map;

/** Creates the exceptions that all socket transports have in common, so that their messages have the same wording for each. */
public final class TransportErrors {

    /** The reason that makes a failed connect a {@link ConnectionRefusedException}. */
    public static final String REFUSED = "connection refused";

    /** The reason that makes a broken link a {@link LinkResetException}. */
    public static final String RESET = "connection reset by the other side";

    /** Maps the texts of operating systems to the reasons that users read. The JDK and native libraries pass on only texts. */
    private static final Map<String, String> REASONS = Map.of(
            "connection refused", REFUSED,
            "connection reset", RESET,
            "broken pipe", RESET,
            "address already in use", "address already in use",
            "cannot assign requested address", "this machine has no such address",
            "permission denied", "permission denied",
            "no route to host", "no route to the host",
            "network is unreachable", "the network is unreachable",
            "too many open files", "no file descriptors left");

    private TransportErrors() {}

    /**
     * Returns the reason of a failure, briefly.
     *
     * @param failure what a socket reported
     * @return the reason
     */
    public static String reason(Throwable failure) {
        if (failure instanceof ConnectFailedException connect) {
            return connect.reason();
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            for (Map.Entry<String, String> known : REASONS.entrySet()) {
                if (message.contains(known.getKey())) {
                    return known.getValue();
                }
            }
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /**
     * Checks the scheme of an endpoint.
     *
     * @param scheme the transport's scheme
     * @param endpoint the endpoint to check
     * @throws TransportException if it is of another scheme
     */
    public static void requireScheme(String scheme, Endpoint endpoint) {
        if (!endpoint.scheme().equals(scheme)) {
            throw new TransportException("expected an endpoint of the scheme " + scheme + ", got " + endpoint
                    + "; ask the transport of the scheme " + endpoint.scheme());
        }
    }

    /**
     * Checks that an endpoint can be dialled.
     *
     * @param remote the endpoint to check
     * @throws TransportException if its port is 0
     */
    public static void requirePort(Endpoint remote) {
        if (remote.port() == 0) {
            throw new TransportException("cannot connect to " + remote + ": port 0 is only for listening");
        }
    }

    /**
     * Reports a host name where an address was expected.
     *
     * @param endpoint the endpoint
     * @return the exception
     */
    public static TransportException unresolvedHost(Endpoint endpoint) {
        return new TransportException(
                "expected an IP address as the host of " + endpoint + ", got a name; resolve it first");
    }

    /**
     * Reports a host name that has no address.
     *
     * @param endpoint the endpoint
     * @param cause what the resolver reported
     * @return the exception
     */
    public static TransportException unknownHost(Endpoint endpoint, Throwable cause) {
        return new TransportException(
                "cannot resolve the host name '" + endpoint.host() + "' of " + endpoint
                        + "; check the name and the DNS",
                cause);
    }

    /**
     * Reports that a link was to be secured by a transport that cannot.
     *
     * @param endpoint the endpoint to connect to or to listen on
     * @return the exception
     */
    public static TransportException notSecured(Endpoint endpoint) {
        return new TransportException("cannot use " + endpoint + ": links of " + endpoint.scheme()
                + " are not encrypted; use a transport with the feature " + Feature.SECURE);
    }

    /**
     * Reports that a node without an identity was to use an endpoint of another machine.
     *
     * @param endpoint the endpoint to connect to or to listen on
     * @return the exception, whose message names both ways out
     */
    public static TransportException notLocal(Endpoint endpoint) {
        return new TransportException("cannot use " + endpoint
                + ": a node without an identity reaches its own machine only; give it an identity"
                + " (security.identity, --identity DIR), or permit links without encryption to anybody"
                + " (security.mode=open, --insecure)");
    }

    /**
     * Reports that the transport is closed.
     *
     * @param endpoint the endpoint to connect to or to listen on
     * @return the exception
     */
    public static TransportException transportClosed(Endpoint endpoint) {
        String reason = "the transport is closed";
        return new ConnectFailedException("cannot use " + endpoint + ": " + reason, reason, null);
    }

    /**
     * Reports that a listener could not be bound.
     *
     * @param local the endpoint to listen on
     * @param cause what the socket reported
     * @return the exception
     */
    public static TransportException cannotBind(Endpoint local, Throwable cause) {
        String reason = reason(cause);
        String advice =
                switch (reason) {
                    case "address already in use" -> "; choose another port, or port 0 for any free one";
                    case "permission denied" -> "; choose a port above 1023";
                    default -> "";
                };
        return new TransportException("cannot bind " + local + ": " + reason + advice, cause);
    }

    /**
     * Reports that a connect failed immediately.
     *
     * @param remote the endpoint
     * @param cause what the socket reported
     * @return a {@link ConnectionRefusedException} if that was a refusal, otherwise another exception
     */
    public static ConnectFailedException cannotConnect(Endpoint remote, Throwable cause) {
        String reason = reason(cause);
        return reason.equals(REFUSED)
                ? new ConnectionRefusedException("nothing listens on " + remote + " (" + reason + ")", cause)
                : new ConnectFailedException("cannot connect to " + remote + ": " + reason, reason, cause);
    }

    /**
     * Reports that nothing answered a connect.
     *
     * @param remote the endpoint
     * @param timeoutMs how long an answer was awaited
     * @param advice what to check
     * @return the exception
     */
    public static ConnectTimeoutException noAnswer(Endpoint remote, long timeoutMs, String advice) {
        return new ConnectTimeoutException(remote + " did not answer within " + timeoutMs + " ms; check " + advice);
    }

    /**
     * Reports that a link broke.
     *
     * @param local the local endpoint of the link
     * @param remote its remote endpoint
     * @param cause what the socket reported
     * @return a {@link LinkResetException} if the remote side reset it, otherwise another exception
     */
    public static TransportException broken(Endpoint local, Endpoint remote, Throwable cause) {
        String reason = reason(cause);
        String message = broken(local, remote, reason);
        return reason.equals(RESET) ? new LinkResetException(message, cause) : new TransportException(message, cause);
    }

    /**
     * Describes a link that broke.
     *
     * @param local the local endpoint of the link
     * @param remote its remote endpoint
     * @param reason why it broke
     * @return the message
     */
    public static String broken(Endpoint local, Endpoint remote, String reason) {
        return "the link from " + local + " to " + remote + " broke: " + reason;
    }
}
