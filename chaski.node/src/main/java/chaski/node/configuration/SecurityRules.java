package chaski.node.configuration;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.node.NodeConfig;
import chaski.api.security.SecurityMode;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.TransportErrors;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the keys of the security of a node depend on each other, and on its endpoints. */
final class SecurityRules {

    private SecurityRules() {}

    /**
     * Checks a configuration.
     *
     * @param config the configuration
     * @param mode the property of the mode, or null if it is absent
     * @throws ConfigurationException if the mode does not fit the identity, or an endpoint does not fit the mode
     */
    static void check(NodeConfig config, @Nullable Object mode) {
        SecurityMode inEffect = config.security().mode();
        SecurityMode wanted = mode == null ? inEffect : ConfigKeys.MODE.read(mode);
        if (wanted != inEffect) {
            throw new ConfigurationException(
                    inEffect == SecurityMode.CLOSED
                            ? "security.mode: expected CLOSED beside security.identity, got " + wanted
                            : "security.mode: expected security.identity beside CLOSED, found none");
        }
        if (inEffect == SecurityMode.LOCAL) {
            others(config.listen(), config.join()).findFirst().ifPresent(other -> {
                throw new ConfigurationException(
                        String.valueOf(TransportErrors.notLocal(other).getMessage()));
            });
        }
    }

    /** Those of other machines. The addresses of a name are checked when the node resolves it. */
    private static Stream<Endpoint> others(List<Endpoint> listen, List<Endpoint> join) {
        return Stream.concat(listen.stream(), join.stream()).filter(endpoint -> IpAddresses.parse(endpoint.host())
                .filter(address -> !address.isLoopbackAddress())
                .isPresent());
    }
}
