package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.security.LinkSecurityFactory;
import chaski.security.PeerVerifier;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A certificate authority, and links between those whom it issued identities. */
final class QuicLab {

    final CertificateAuthority authority;

    QuicLab(Path directory) {
        this.authority = CertificateAuthority.create(directory, "example.org", null);
    }

    IssuedIdentity issue(String name) {
        return authority.issue(new Identity("example.org", "/" + name), Duration.ofDays(1));
    }

    LinkSecurity security(String name) {
        return security(issue(name), authority);
    }

    /** The security of an identity whose holder trusts an authority, and knows what that has revoked until now. */
    static LinkSecurity security(IssuedIdentity identity, CertificateAuthority trusted) {
        return security(identity, List.of(trusted.certificate()), List.of(trusted.revocations()));
    }

    static LinkSecurity security(IssuedIdentity identity, List<X509Certificate> trust, List<X509CRL> revocations) {
        try {
            Credentials credentials =
                    Credentials.of(identity.key(), List.of(identity.certificate()), trust, revocations);
            PeerVerifier verifier = new PeerVerifier(credentials, InstantSource.system(), false);
            return LinkSecurityFactory.create(credentials, () -> verifier);
        } catch (CertificateException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A transport all of whose links are secured by one identity, whatever the caller asks for. */
    static Transport securing(Transport transport, LinkSecurity security) {
        return new Transport() {
            @Override
            public String scheme() {
                return transport.scheme();
            }

            @Override
            public Set<Feature> features() {
                return transport.features();
            }

            @Override
            public Listener listen(Endpoint local, LinkAcceptor acceptor) {
                return transport.listen(local, ListenOptions.DEFAULT.security(() -> security), acceptor);
            }

            @Override
            public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
                return transport.connect(remote, options.security(security));
            }

            @Override
            public Map<String, Long> counters() {
                return transport.counters();
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }
}
