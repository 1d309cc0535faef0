package chaski.node;

import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.api.security.IdentityProvider;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.testkit.simulation.Simulation;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Certificate authorities in virtual time, and nodes' identities whose credentials a test replaces. */
final class TrustLab {

    private final Path directory;
    private final Simulation world;
    private final List<CertificateAuthority> authorities = new ArrayList<>();
    private final List<Holder> holders = new ArrayList<>();

    TrustLab(Path directory, Simulation world) {
        this.directory = directory;
        this.world = world;
        authority();
    }

    /** A new authority, which no holder trusts yet. */
    CertificateAuthority authority() {
        CertificateAuthority made = CertificateAuthority.create(
                directory.resolve("ca" + authorities.size()), "example.org", null, new VirtualClock(world));
        authorities.add(made);
        return made;
    }

    /** A new authority whose clock is fast. */
    CertificateAuthority fastAuthority(Duration fast) {
        return CertificateAuthority.create(
                directory.resolve("fast"), "example.org", null, Clock.offset(new VirtualClock(world), fast));
    }

    /** The authority that every holder trusts at first. */
    CertificateAuthority first() {
        return authorities.get(0);
    }

    /** An identity with a certificate of the first authority that is valid for a day. */
    Holder holder(String name) {
        Holder made = new Holder(Identity.parse("spiffe://example.org/" + name));
        holders.add(made);
        return made;
    }

    /** Every holder receives what the authorities that it trusts have revoked until now. */
    void publishRevocations() {
        holders.forEach(Holder::refresh);
    }

    /** Supplies the credentials of one node. */
    final class Holder {

        private final Identity identity;
        private List<CertificateAuthority> trusted = List.of(first());
        private IssuedIdentity issued;
        private final SettableIdentity provider;

        private Holder(Identity identity) {
            this.identity = identity;
            this.issued = first().issue(identity, Duration.ofDays(1));
            this.provider = new SettableIdentity(credentials());
        }

        IdentityProvider provider() {
            return provider;
        }

        Identity identity() {
            return identity;
        }

        IssuedIdentity issued() {
            return issued;
        }

        X509Certificate certificate() {
            return issued.certificate();
        }

        /** Replaces key and certificate. */
        void issue(CertificateAuthority by, Duration validity) {
            issued = by.issue(identity, validity);
            refresh();
        }

        /** Uses a certificate that was made elsewhere; the key is that of the certificate. */
        void use(IssuedIdentity other) {
            issued = other;
            refresh();
        }

        /** Reports that there are new credentials which cannot be used. */
        void refuse(String reason) {
            provider.refuse(reason);
        }

        /** Replaces whom it trusts. */
        void trust(CertificateAuthority... authorities) {
            trusted = List.of(authorities);
            refresh();
        }

        /** Reads what the authorities have revoked. */
        void refresh() {
            provider.set(credentials());
        }

        private Credentials credentials() {
            List<X509Certificate> trust =
                    trusted.stream().map(CertificateAuthority::certificate).toList();
            List<X509CRL> revoked =
                    trusted.stream().map(CertificateAuthority::revocations).toList();
            try {
                return Credentials.of(issued.key(), List.of(issued.certificate()), trust, revoked);
            } catch (CertificateException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private static final class VirtualClock extends Clock {

        private final Simulation world;

        VirtualClock(Simulation world) {
            this.world = world;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(world.process("clock").wallTimeMillis());
        }
    }
}
