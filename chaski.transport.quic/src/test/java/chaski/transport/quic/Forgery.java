package chaski.transport.quic;

import chaski.api.transport.LinkSecurity;
import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate that no decent authority issues. Begins with a sound one, signed by a key of the test; each method changes one thing. */
final class Forgery {

    private static final AtomicLong SERIALS = new AtomicLong(1000);

    private final KeyPair key = key();
    private final @Nullable Forgery issuer;
    private Instant from = Instant.now().minusSeconds(3600);
    private Instant until = Instant.now().plusSeconds(3600);
    private @Nullable String uri = "spiffe://example.org/odd";
    private KeyPurposeId purpose = KeyPurposeId.anyExtendedKeyUsage;
    private int usage = KeyUsage.digitalSignature;
    private String subject = "CN=odd";
    private boolean authority;
    private @Nullable X509Certificate made;

    private Forgery(@Nullable Forgery issuer) {
        this.issuer = issuer;
    }

    /** {@return an authority that the test can sign with} */
    static Forgery root() {
        Forgery root = new Forgery(null);
        root.subject = "CN=root";
        root.uri = "spiffe://example.org";
        root.usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        root.authority = true;
        return root;
    }

    /** {@return a sound certificate of this authority} */
    Forgery issue() {
        return new Forgery(this);
    }

    static Forgery selfSigned() {
        return new Forgery(null);
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Forgery valid(long fromSeconds, long untilSeconds) {
        from = Instant.now().plusSeconds(fromSeconds);
        until = Instant.now().plusSeconds(untilSeconds);
        return this;
    }

    Forgery uri(@Nullable String value) {
        uri = value;
        return this;
    }

    Forgery usage(int bits) {
        usage = bits;
        return this;
    }

    Forgery purpose(KeyPurposeId value) {
        purpose = value;
        return this;
    }

    X509Certificate certificate() {
        X509Certificate known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private X509Certificate make() {
        try {
            X500Principal name = new X500Principal(subject);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer == null ? name : new X500Principal(issuer.subject),
                    BigInteger.valueOf(SERIALS.incrementAndGet()),
                    Date.from(from),
                    Date.from(until),
                    name,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (!authority) {
                KeyPurposeId[] purposes = purpose.equals(KeyPurposeId.anyExtendedKeyUsage)
                        ? new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth}
                        : new KeyPurposeId[] {purpose};
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            if (uri != null) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            }
            PrivateKey signer = (issuer == null ? this : issuer).key.getPrivate();
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** {@return the security of a node that holds this certificate} */
    LinkSecurity security(X509ExtendedTrustManager peers) {
        return new LinkSecurity(new Holder(key.getPrivate(), certificate()), peers);
    }

    /** Shows one certificate, whatever is asked for. */
    private static final class Holder extends X509ExtendedKeyManager {

        private final PrivateKey key;
        private final X509Certificate[] chain;

        Holder(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.chain = new X509Certificate[] {certificate};
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return "odd";
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return "odd";
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"odd"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "odd";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {"odd"};
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "odd";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
