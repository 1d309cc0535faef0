package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.security.Credentials;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.LinkSecurity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.node.identity.NodeIds;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node of a closed network admits no node that does not prove the id that it claims, in either direction. Both report the reason, and
 * the engine reads no byte before the other end is authenticated.
 */
@ParameterizedClass
@EnumSource
class CredentialTableTest {

    private static final String REFUSES = "the other node refuses this node's certificate";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Which of the two nodes opens the link. */
    enum Direction {
        ODD_DIALS,
        SOUND_DIALS
    }

    /** What is wrong with a certificate, what the node that refuses it reports, and what its owner reports. */
    enum Certificate {
        EXPIRED("EXPIRED", ": it expired at ", odd -> odd.valid(-120, -60)),
        NOT_YET_VALID("NOT_YET_VALID", ": it is not valid before ", odd -> odd.valid(60, 120)),
        UNKNOWN_AUTHORITY("UNKNOWN_AUTHORITY", "", odd -> odd),
        REVOKED("REVOKED", "", odd -> odd),
        USAGE_OF_THE_KEY("USAGE", "", odd -> odd.usage(KeyUsage.keyAgreement)),
        OTHER_PURPOSE("USAGE", "", odd -> odd.purpose(KeyPurposeId.id_kp_codeSigning)),
        OF_AN_AUTHORITY("USAGE", "", OddIdentity::authority),
        SELF_SIGNED("SELF_SIGNED", "", OddIdentity::selfSigned),
        TWO_NAMES("IDENTITY", "", odd -> odd.uris("spiffe://example.org/a", "spiffe://example.org/b")),
        NO_NAME("IDENTITY", "", OddIdentity::uris),
        WEAK("WEAK", "", OddIdentity::weak);

        private final String refusing;
        private final String refused;
        private final UnaryOperator<OddIdentity> change;

        Certificate(String refusing, String refused, UnaryOperator<OddIdentity> change) {
            this.refusing = refusing;
            this.refused = refused;
            this.change = change;
        }
    }

    @Parameter
    Direction direction;

    @TempDir
    Path directory;

    private final KeyPair rootKey = OddIdentity.key("EC", "secp256r1");
    private final X509Certificate root = OddIdentity.root(rootKey);
    private final List<AutoCloseable> open = new ArrayList<>();
    private CertificateAuthority authority;

    @BeforeEach
    void createAuthority() {
        authority = CertificateAuthority.create(directory, "example.org", null);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** Starts a node of the closed network. */
    private NodeOverTcp sound(List<X509Certificate> alsoTrusted, List<X509CRL> lists, Optional<NodeOverTcp> dialled) {
        IssuedIdentity issued = issue("sound");
        List<X509Certificate> trust = new ArrayList<>(alsoTrusted);
        trust.add(authority.certificate());
        SecurityConfig security;
        try {
            security = SecurityConfig.identity(new SettableCredentials(
                            Credentials.of(issued.key(), List.of(issued.certificate()), trust, lists)))
                    .authorizer(request -> Decision.allow("test"))
                    .instance("sound");
        } catch (CertificateException impossible) {
            throw new AssertionError(impossible);
        }
        return node("sound", Optional.empty(), Optional.empty(), dialled, security);
    }

    /** Starts a node that claims an id, and secures its links by something that its configuration does not know of. */
    private NodeOverTcp odd(Optional<LinkSecurity> links, NodeId id, Optional<NodeOverTcp> dialled) {
        return node("odd", links, Optional.of(id), dialled, SecurityConfig.DEFAULT);
    }

    private NodeOverTcp node(
            String name,
            Optional<LinkSecurity> links,
            Optional<NodeId> id,
            Optional<NodeOverTcp> dialled,
            SecurityConfig security) {
        NodeOverTcp node = new NodeOverTcp(name, links, builder -> {
            builder.security(security);
            id.ifPresent(builder::id);
            dialled.ifPresentOrElse(
                    other -> builder.join(other.endpoint().toString()), () -> builder.listen("tcp://127.0.0.1:0"));
        });
        open.add(node);
        return node;
    }

    private IssuedIdentity issue(String name) {
        return authority.issue(new Identity("example.org", "/" + name), Duration.ofDays(1));
    }

    /** The two nodes of a row, of which one has dialled the other. */
    private record Row(NodeOverTcp sound, NodeOverTcp odd) {}

    private Row row(List<X509Certificate> alsoTrusted, List<X509CRL> lists, Optional<LinkSecurity> links, NodeId id) {
        if (direction == Direction.ODD_DIALS) {
            NodeOverTcp sound = sound(alsoTrusted, lists, Optional.empty());
            return new Row(sound, odd(links, id, Optional.of(sound)));
        }
        NodeOverTcp odd = odd(links, id, Optional.empty());
        return new Row(sound(alsoTrusted, lists, Optional.of(odd)), odd);
    }

    private static void assertRefused(Row row, String refusing, String refused) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(row.sound.refusals()).as("reported by the sound node").anyMatch(text -> text.contains(refusing));
            assertThat(row.odd.refusals()).as("reported by the odd node").anyMatch(text -> text.contains(refused));
        });
        for (NodeOverTcp each : List.of(row.sound, row.odd)) {
            assertThat(each.node().peers()).isEmpty();
            assertThat(each.raised(NodeEvent.PeerUp.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatProvesNoIdentityIsRefused(Certificate which) {
        OddIdentity odd = which.change.apply(new OddIdentity(rootKey));
        X509Certificate certificate = odd.certificate();
        List<X509Certificate> trust = which == Certificate.UNKNOWN_AUTHORITY ? List.of() : List.of(root);
        List<X509CRL> lists =
                which == Certificate.REVOKED ? List.of(OddIdentity.revoking(rootKey, certificate)) : List.of();

        Row row = row(
                trust,
                lists,
                Optional.of(odd.security(certificate, authority)),
                NodeIds.of(new Identity("example.org", "/odd"), ""));

        assertRefused(row, which.refusing + ": ", REFUSES + which.refused);
        assertThat(row.sound.readBytes()).as("read before authentication").isZero();
        assertThat(row.odd.readBytes()).as("sent before authentication").isZero();
    }

    /** What the table would show if nothing was refused. */
    @Test
    void aCertificateThatProvesTheIdentityIsAdmitted() {
        OddIdentity odd = new OddIdentity(rootKey);
        Row row = row(
                List.of(root),
                List.of(),
                Optional.of(odd.security(odd.certificate(), authority)),
                NodeIds.of(new Identity("example.org", "/odd"), ""));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(row.sound.node().peers())
                .singleElement()
                .satisfies(
                        peer -> assertThat(peer.id()).isEqualTo(row.odd.node().id())));
        // its entry in the directory is refused: it does not sign it
        assertThat(row.sound.refusals()).allMatch(text -> text.contains("membership.refused.signature"));
    }

    @Test
    void theIdOfAnotherIdentityIsRefused() {
        assertIdRefused(NodeIds.of(new Identity("example.org", "/sound"), "victim"));
    }

    @Test
    void theIdOfAnotherInstanceIsRefused() {
        assertIdRefused(NodeIds.of(new Identity("example.org", "/odd"), "another"));
    }

    @Test
    void anIdThatFollowsFromNoIdentityIsRefused() {
        assertIdRefused(new NodeId(new UUID(0, 7)));
    }

    private void assertIdRefused(NodeId claimed) {
        LinkSecurity links = TlsLab.security(issue("odd"), authority);

        Row row = row(List.of(), List.of(), Optional.of(links), claimed);

        String objection = "the id " + claimed.shortForm() + " is not that of spiffe://example.org/odd";
        assertRefused(row, objection, objection);
        assertThat(row.sound.counted("refused.identity")).isPositive();
    }

    @ParameterizedTest
    @EnumSource(PlainMode.class)
    void aNodeWithoutEncryptionIsRefused(PlainMode mode) {
        SecurityConfig plain = mode == PlainMode.OPEN ? SecurityConfig.OPEN : SecurityConfig.DEFAULT;
        Row row;
        if (direction == Direction.ODD_DIALS) {
            NodeOverTcp sound = sound(List.of(), List.of(), Optional.empty());
            row = new Row(sound, node("plain", Optional.empty(), Optional.empty(), Optional.of(sound), plain));
            assertRefused(row, "the other side does not use TLS", "the other side requires TLS");
        } else {
            NodeOverTcp odd = node("plain", Optional.empty(), Optional.empty(), Optional.empty(), plain);
            row = new Row(sound(List.of(), List.of(), Optional.of(odd)), odd);
            assertRefused(row, "the other node may not use TLS", "the other side uses TLS, and this node does not");
        }
        assertThat(row.sound.readBytes()).isZero();
        assertThat(row.odd.readBytes()).isZero();
    }

    /** The two modes in which links are not encrypted. */
    enum PlainMode {
        LOCAL,
        OPEN
    }
}
