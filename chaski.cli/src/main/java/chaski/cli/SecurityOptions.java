package chaski.cli;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.security.SecurityConfig;
import chaski.api.security.SecurityMode;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.TransportErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the node of a command proves to others, and whom it trusts. */
final class SecurityOptions {

    private static final String VARIABLE = "CHASKI_IDENTITY";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description =
                    "The directory of this node's identity, as `chaski ca issue` makes it: links are encrypted, and"
                            + " only nodes that prove their identity can connect. Default: the environment variable"
                            + " CHASKI_IDENTITY. Without an identity only this machine is reached.")
    private @Nullable Path identity;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "Distinguishes this node from others of its identity, and keeps its id over restarts. Default:"
                            + " drawn at each start.")
    private @Nullable String instance;

    @Option(
            names = "--insecure",
            description =
                    "Reaches other machines without an identity: links are not encrypted, and everyone can join, read"
                            + " and write. CHASKI_IDENTITY is not used.")
    private boolean insecure;

    /**
     * Returns the configuration that the options and the environment describe.
     *
     * @param terminal the environment
     * @return the configuration
     */
    SecurityConfig config(Terminal terminal) {
        if (insecure && identity != null) {
            throw wrong("--insecure and --identity exclude each other: leave out one of them");
        }
        SecurityConfig config = insecure
                ? SecurityConfig.OPEN
                : directory(terminal).map(SecurityConfig::identity).orElse(SecurityConfig.DEFAULT);
        if (instance == null) {
            return config;
        }
        if (config.mode() != SecurityMode.CLOSED) {
            throw wrong("--instance needs an identity: expected --identity DIR or " + VARIABLE);
        }
        try {
            return config.instance(instance);
        } catch (ConfigurationException e) {
            throw wrong("Invalid value for option '--instance': " + e.getMessage());
        }
    }

    /** Absolute, because a container's node reads it, too. */
    private Optional<Path> directory(Terminal terminal) {
        return Optional.ofNullable(identity)
                .or(() -> Optional.ofNullable(terminal.environment().get(VARIABLE))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .map(Path::toAbsolutePath);
    }

    /**
     * Fails if a node without an identity is to use an endpoint of another machine. A node would continue to dial a name; a command
     * ends instead.
     *
     * @param config the configuration of the node
     * @param endpoints those to listen on or to reach
     * @throws chaski.api.TransportException if one of them is not permitted
     */
    static void check(SecurityConfig config, Collection<Endpoint> endpoints) {
        if (config.mode() == SecurityMode.LOCAL) {
            endpoints.stream()
                    .filter(endpoint -> !isLocal(endpoint.host()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw TransportErrors.notLocal(other);
                    });
        }
    }

    /** A name without an address is reported when it is dialled. */
    private static boolean isLocal(String host) {
        Optional<InetAddress> address = IpAddresses.parse(host);
        if (address.isPresent()) {
            return address.get().isLoopbackAddress();
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException unknown) {
            return true;
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
