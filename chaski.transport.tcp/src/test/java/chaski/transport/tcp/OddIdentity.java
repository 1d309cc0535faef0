package chaski.transport.tcp;

import chaski.api.security.Identity;
import chaski.api.transport.LinkSecurity;
import chaski.ca.CertificateAuthority;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
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
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A participant whose certificate no decent authority issues, or a sound one. Begins with the sound one; each method changes one thing. */
final class OddIdentity {

    private static final X500Principal ROOT_NAME = new X500Principal("CN=odd root");

    private final KeyPair root;
    private KeyPair key = key("EC", "secp256r1");
    private long fromSeconds = -60;
    private long untilSeconds = 3_600;
    private String[] uris = {"spiffe://example.org/odd"};
    private KeyPurposeId[] purposes = {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};
    private boolean selfSigned;
    private Optional<Integer> usage = Optional.empty();
    private boolean authority;

    OddIdentity(KeyPair root) {
        this.root = root;
    }

    static KeyPair key(String algorithm, String size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(size));
            } else {
                generator.initialize(Integer.parseInt(size));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    OddIdentity valid(long from, long until) {
        fromSeconds = from;
        untilSeconds = until;
        return this;
    }

    OddIdentity uris(String... values) {
        uris = values;
        return this;
    }

    OddIdentity purpose(KeyPurposeId purpose) {
        purposes = new KeyPurposeId[] {purpose};
        return this;
    }

    /** Restricts what the key is for, by bits of {@link KeyUsage}. */
    OddIdentity usage(int bits) {
        usage = Optional.of(bits);
        return this;
    }

    /** Makes the certificate one of an authority. */
    OddIdentity authority() {
        authority = true;
        return this;
    }

    OddIdentity weak() {
        key = key("RSA", "1024");
        return this;
    }

    OddIdentity selfSigned() {
        selfSigned = true;
        return this;
    }

    /** {@return the certificate of the authority of all odd identities of one key} */
    static X509Certificate root(KeyPair root) {
        return certificate(builder(ROOT_NAME, ROOT_NAME, root, -3_600, 7_200), true, root, new String[0]);
    }

    X509Certificate certificate() {
        X500Principal name = new X500Principal("CN=odd");
        JcaX509v3CertificateBuilder builder =
                builder(selfSigned ? name : ROOT_NAME, name, key, fromSeconds, untilSeconds);
        try {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            if (usage.isPresent()) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage.get()));
            }
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
        return certificate(builder, authority, selfSigned ? key : root, uris);
    }

    /** {@return a signed list that revokes a certificate} */
    static X509CRL revoking(KeyPair root, X509Certificate revoked) {
        try {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(ROOT_NAME, at(0));
            builder.setNextUpdate(at(3_600));
            builder.addCRLEntry(revoked.getSerialNumber(), at(0), 0);
            X509CRLHolder list = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.getPrivate()));
            return new JcaX509CRLConverter().getCRL(list);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** {@return its security, with its certificate as given, towards peers that an authority has issued} */
    LinkSecurity security(X509Certificate certificate, CertificateAuthority trusted) {
        X509ExtendedTrustManager peers = TlsLab.security(
                        trusted.issue(new Identity("example.org", "/unused"), Duration.ofDays(1)), trusted)
                .peers();
        return new LinkSecurity(new SingleKey(key.getPrivate(), certificate), peers);
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal name, KeyPair key, long from, long until) {
        return new JcaX509v3CertificateBuilder(
                issuer, BigInteger.valueOf(System.nanoTime()), at(from), at(until), name, key.getPublic());
    }

    private static X509Certificate certificate(
            JcaX509v3CertificateBuilder builder, boolean authority, KeyPair signer, String[] uris) {
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (uris.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(Arrays.stream(uris)
                                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                                .toArray(GeneralName[]::new)));
            }
            String algorithm = signer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Date at(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    /** Shows one certificate, whatever is wrong with it. */
    private static final class SingleKey extends X509ExtendedKeyManager {

        private final PrivateKey key;
        private final X509Certificate certificate;

        SingleKey(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return Arrays.asList(types).contains(key.getAlgorithm()) ? "odd" : null;
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return type.equals(key.getAlgorithm()) ? "odd" : null;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return chooseEngineClientAlias(types, issuers, null);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return chooseEngineServerAlias(type, issuers, null);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"odd"};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {"odd"};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
