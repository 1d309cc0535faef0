package chaski.health;

import chaski.api.node.Node;
import chaski.api.protocol.ProtocolNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Checks that the certificate of every node with an identity is valid for a while. Critical once it has expired, and a warning when less
 * time remains than the configuration {@code chaski.health.certificates} has as {@code warnHours}, by default 24.
 */
@Component(
        service = HealthCheck.class,
        configurationPid = "chaski.health.certificates",
        property = {
            "hc.name=Chaski certificates are valid",
            "hc.tags=chaski",
            "hc.tags=chaski-certificates",
            "hc.mbean.name=chaskiCertificates",
            "warnHours:Integer=24"
        })
public final class CertificateCheck implements HealthCheck {

    private static final int DEFAULT_HOURS = 24;

    private final CheckedNodes nodes;
    private final Duration warning;
    private final Clock clock;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     * @param properties with {@code warnHours}
     */
    @Activate
    public CertificateCheck(@Reference CheckedNodes nodes, Map<String, Object> properties) {
        this(nodes, hours(properties.get("warnHours")), Clock.systemUTC());
    }

    CertificateCheck(CheckedNodes nodes, Duration warning, Clock clock) {
        this.nodes = nodes;
        this.warning = warning;
        this.clock = clock;
    }

    /** Files of configurations have texts; a wrong one must not disable the check. */
    private static Duration hours(@Nullable Object value) {
        try {
            return Duration.ofHours(Long.parseLong(String.valueOf(value).strip()));
        } catch (NumberFormatException e) {
            return Duration.ofHours(DEFAULT_HOURS);
        }
    }

    @Override
    public Result execute() {
        return NodeFindings.each(nodes, this::check);
    }

    private void check(Node node, NodeFindings findings) {
        Optional<Instant> expiry = ProtocolNode.of(node).credentialsExpiry();
        if (expiry.isEmpty()) {
            findings.ok(node, "has no identity");
            return;
        }
        Instant now = clock.instant();
        String until = expiry.get().toString();
        if (!expiry.get().isAfter(now)) {
            findings.critical(node, "has a certificate that expired at " + until + "; issue it again");
        } else if (expiry.get().isBefore(now.plus(warning))) {
            findings.warn(node, "has a certificate that expires soon, at " + until + "; issue it again");
        } else {
            findings.ok(node, "has a certificate until " + until);
        }
    }
}
