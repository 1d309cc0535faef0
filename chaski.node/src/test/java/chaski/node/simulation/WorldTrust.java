package chaski.node.simulation;

import chaski.api.NodeId;
import chaski.api.security.Credentials;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.SecurityConfig;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.node.SettableIdentity;
import chaski.node.identity.NodeIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The identities of a closed world: one for each host, whose certificates are replaced from time to time. */
final class WorldTrust {

    /** Valid at every time that a world's wall clocks show. */
    private static final Clock LONG_AGO = Clock.fixed(Instant.parse("2024-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static final Duration VALIDITY = Duration.ofDays(3000);

    private static final CertificateAuthority AUTHORITY = authority();

    private final Map<String, SettableIdentity> providers = new LinkedHashMap<>();

    private static CertificateAuthority authority() {
        try {
            return CertificateAuthority.create(
                    Files.createTempDirectory("chaski-worlds").resolve("ca"), "worlds.example", null, LONG_AGO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Identity identity(String host) {
        return new Identity("worlds.example", "/" + host);
    }

    private static Credentials issue(String host) {
        IssuedIdentity issued = AUTHORITY.issue(identity(host), VALIDITY);
        try {
            return Credentials.of(
                    issued.key(),
                    List.of(issued.certificate()),
                    List.of(issued.authority()),
                    List.of(issued.revocations()));
        } catch (CertificateException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The configuration of a run whose id follows from an instance. */
    SecurityConfig security(String host, NodeId instance) {
        SettableIdentity provider = providers.computeIfAbsent(host, each -> new SettableIdentity(issue(each)));
        return SecurityConfig.identity(provider)
                .instance(instance.toString())
                .authorizer(request -> Decision.allow("world"));
    }

    /** The id that follows from it. */
    static NodeId id(String host, NodeId instance) {
        return NodeIds.of(identity(host), instance.toString());
    }

    /** Gives a host another key and certificate. */
    void rotate(String host) {
        SettableIdentity provider = providers.get(host);
        if (provider != null) {
            provider.set(issue(host));
        }
    }
}
