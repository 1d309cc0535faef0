package chaski.security;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

/** Certificates that no decent authority issues. Begins with a sound one; each method changes one thing. */
final class OddCertificates {

    private static final AtomicLong SERIALS = new AtomicLong(1000);

    private final X509Certificate issuer;
    private final PrivateKey issuerKey;
    private KeyPair key = key("EC", "secp256r1");
    private Instant from;
    private Instant until;
    private final List<String> uris = new ArrayList<>(List.of("spiffe://example.org/odd"));
    private int usage = KeyUsage.digitalSignature;
    private List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
    private boolean authority;
    private boolean selfSigned;
    private String subject = "CN=odd";
    private String signature = "SHA256withECDSA";

    OddCertificates(X509Certificate issuer, PrivateKey issuerKey, Instant now) {
        this.issuer = issuer;
        this.issuerKey = issuerKey;
        this.from = now.minusSeconds(60);
        this.until = now.plusSeconds(60);
    }

    static KeyPair key(String algorithm, String parameter) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(Integer.parseInt(parameter));
            } else if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(parameter));
            }
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    OddCertificates key(KeyPair value) {
        key = value;
        return this;
    }

    OddCertificates valid(Instant begin, Instant end) {
        from = begin;
        until = end;
        return this;
    }

    OddCertificates uris(String... values) {
        uris.clear();
        uris.addAll(List.of(values));
        return this;
    }

    OddCertificates usage(int bits) {
        usage = bits;
        return this;
    }

    OddCertificates purposes(KeyPurposeId... values) {
        purposes = List.of(values);
        return this;
    }

    OddCertificates authority() {
        authority = true;
        usage |= KeyUsage.keyCertSign;
        return this;
    }

    OddCertificates selfSigned() {
        selfSigned = true;
        return this;
    }

    OddCertificates signature(String algorithm) {
        signature = algorithm;
        return this;
    }

    OddCertificates subject(String name) {
        subject = name;
        return this;
    }

    KeyPair key() {
        return key;
    }

    X509Certificate build() {
        try {
            X500Principal name = new X500Principal(subject);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    selfSigned ? name : issuer.getSubjectX500Principal(),
                    BigInteger.valueOf(SERIALS.incrementAndGet()),
                    Date.from(from),
                    Date.from(until),
                    name,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (!purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
            }
            if (!uris.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(uris.stream()
                                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                                .toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder(signature).build(selfSigned ? key.getPrivate() : issuerKey)));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
