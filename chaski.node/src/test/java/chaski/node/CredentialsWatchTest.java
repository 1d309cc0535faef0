package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.CredentialsChanged;
import chaski.api.node.CredentialsExpiring;
import chaski.api.node.CredentialsRefused;
import chaski.api.node.NodeEvent.Severity;
import chaski.api.security.Decision;
import chaski.api.security.SecurityConfig;
import chaski.ca.IssuedIdentity;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node reports changes of its credentials, those that it does not use, and that they expire. */
final class CredentialsWatchTest {

    private static final Duration VALIDITY = Duration.ofHours(6);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private TrustLab lab;
    private TrustLab.Holder holder;
    private Talker node;

    @BeforeEach
    void start() {
        lab = new TrustLab(directory, world);
        holder = lab.holder("hub");
        holder.issue(lab.first(), VALIDITY);
        node = new Talker(
                network,
                "a",
                List.of(network.transport("a")),
                builder -> builder.security(SecurityConfig.identity(holder.provider())
                        .authorizer(request -> Decision.allow("test"))
                        .instance("a")));
        world.run(MOMENT);
    }

    private Instant now() {
        return Instant.ofEpochMilli(world.process("clock").wallTimeMillis());
    }

    private static Instant expiry(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    /** Runs until some time before the certificate expires. */
    private void runUntil(Duration before) {
        world.run(Duration.between(now(), expiry(holder.certificate()).minus(before)));
    }

    @Test
    void aWarningPrecedesTheExpiryByAThirdOfTheValidityAndIsRepeated() {
        Duration validity =
                Duration.between(holder.certificate().getNotBefore().toInstant(), expiry(holder.certificate()));
        runUntil(validity.dividedBy(3).plus(MOMENT));
        assertThat(node.raised(CredentialsExpiring.class)).isEmpty();

        world.run(MOMENT.multipliedBy(2));
        assertThat(node.raised(CredentialsExpiring.class)).singleElement().satisfies(event -> {
            assertThat(event.expiry()).isEqualTo(expiry(holder.certificate()));
            assertThat(event.severity()).isEqualTo(Severity.WARNING);
        });

        runUntil(MOMENT);
        int warnings = node.raised(CredentialsExpiring.class).size();
        assertThat(warnings)
                .as("two hours, halved until less than a minute is left")
                .isBetween(6, 10);
        assertThat(node.raised(CredentialsExpiring.class))
                .allSatisfy(event -> assertThat(event.severity()).isEqualTo(Severity.WARNING));

        world.run(MOMENT.multipliedBy(3));
        assertThat(node.raised(CredentialsExpiring.class))
                .hasSize(warnings + 1)
                .last()
                .satisfies(event -> assertThat(event.severity()).isEqualTo(Severity.ERROR));

        world.run(Duration.ofHours(3));
        assertThat(node.raised(CredentialsExpiring.class)).as("once an hour").hasSize(warnings + 4);
    }

    @Test
    void aRenewedCertificateIsReportedAndEndsTheWarnings() {
        runUntil(Duration.ofHours(1));
        int warnings = node.raised(CredentialsExpiring.class).size();
        assertThat(warnings).isPositive();

        holder.issue(lab.first(), VALIDITY);
        world.run(Duration.ofHours(2));

        assertThat(node.raised(CredentialsExpiring.class)).hasSize(warnings);
        assertThat(node.raised(CredentialsChanged.class)).singleElement().satisfies(event -> {
            assertThat(event.expiry()).isEqualTo(expiry(holder.certificate()));
            assertThat(event.severity()).isEqualTo(Severity.INFO);
        });
        assertThat(node.counted("credentials.changed")).isEqualTo(1);
    }

    @Test
    void aCertificateThatIsNotValidYetChangesNothing() {
        X509Certificate before = holder.certificate();
        IssuedIdentity later = lab.fastAuthority(Duration.ofHours(1)).issue(holder.identity(), VALIDITY);

        holder.use(later);
        world.run(MOMENT);

        assertRefused("not valid before " + later.certificate().getNotBefore().toInstant());
        world.run(Duration.between(now(), expiry(before)).plus(MOMENT));
        assertThat(node.raised(CredentialsExpiring.class))
                .as("the present certificate is watched further")
                .last()
                .satisfies(event -> assertThat(event.expiry()).isEqualTo(expiry(before)));
    }

    @Test
    void aCertificateThatHasExpiredChangesNothing() {
        IssuedIdentity old = holder.issued();
        holder.issue(lab.first(), VALIDITY.multipliedBy(2));
        world.run(VALIDITY.plus(MOMENT));

        holder.use(old);
        world.run(MOMENT);

        assertRefused("expired at " + expiry(old.certificate()));
    }

    @Test
    void aCertificateOfAnotherIdentityChangesNothing() {
        holder.use(lab.holder("other").issued());
        world.run(MOMENT);

        assertRefused("spiffe://example.org/other");
    }

    @Test
    void whatTheProviderRefusesIsReported() {
        holder.refuse("key.pem is not the key of the certificate");
        world.run(MOMENT);

        assertRefused("key.pem is not the key of the certificate");
    }

    private void assertRefused(String reason) {
        assertThat(node.raised(CredentialsRefused.class)).singleElement().satisfies(event -> {
            assertThat(event.reason()).contains(reason);
            assertThat(event.severity()).isEqualTo(Severity.WARNING);
        });
        assertThat(node.counted("credentials.refused")).isEqualTo(1);
    }
}
