package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectFailedException;
import chaski.api.transport.ConnectTimeoutException;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.TransportErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates the exception for an endpoint that could not be reached by its host name, for all its addresses together. */
final class DialErrors {

    private DialErrors() {}

    static TransportException unknownHost(Endpoint remote, @Nullable Throwable cause) {
        return TransportErrors.unknownHost(remote, cause == null ? new UnknownHostException(remote.host()) : cause);
    }

    static ConnectTimeoutException notResolvedInTime(Endpoint remote, Duration timeout) {
        return new ConnectTimeoutException("the host name '" + remote.host() + "' of " + remote
                + " was not resolved within " + timeout.toMillis() + " ms; check the DNS");
    }

    /**
     * Describes an attempt that timed out.
     *
     * @param silent the addresses that have not answered, at least one
     * @param failed the other addresses that were tried
     */
    static ConnectTimeoutException noAnswer(
            Endpoint remote, Duration timeout, Collection<InetAddress> silent, Map<InetAddress, Throwable> failed) {
        String tried = silent.stream().map(IpAddresses::format).collect(Collectors.joining(", "));
        return new ConnectTimeoutException(remote + " did not answer within " + timeout.toMillis() + " ms (tried "
                + tried + (failed.isEmpty() ? "" : "; " + reasons(failed))
                + "); check the address, that a node listens there, and firewalls");
    }

    /** Describes an attempt of which every address failed; there is at least one. */
    static ConnectFailedException unreachable(Endpoint remote, Map<InetAddress, Throwable> failed) {
        boolean allRefused = failed.values().stream().allMatch(ConnectionRefusedException.class::isInstance);
        Throwable first = failed.values().iterator().next();
        String reasons = reasons(failed);
        ConnectFailedException failure = allRefused
                ? new ConnectionRefusedException("nothing listens on " + remote + " (" + reasons + ")", first)
                : new ConnectFailedException("cannot connect to " + remote + " (" + reasons + ")", reasons, first);
        failed.values().stream().skip(1).forEach(failure::addSuppressed);
        return failure;
    }

    private static String reasons(Map<InetAddress, Throwable> failed) {
        return failed.entrySet().stream()
                .map(e -> IpAddresses.format(e.getKey()) + ": " + TransportErrors.reason(e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
