package chaski.ca;

import chaski.api.security.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds and signs certificates and lists of revocations, RFC 5280. Keeps no state; keys are those of the curve P-256. */
final class CertificateIssuer {

    /** Certificates are valid from a little before now, for readers whose clock is late. */
    static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    private final SecureRandom random = new SecureRandom();

    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException missing) {
            throw new AuthorityException("this Java runtime lacks the curve P-256", missing);
        }
    }

    /** {@return the certificate of a new authority, which may issue for participants only, not for other authorities} */
    X509Certificate authority(String trustDomain, KeyPair key, Instant now, Instant expiry) {
        X500Principal name = new X500Principal("CN=Chaski CA " + serial().toString(36) + ",O=" + trustDomain);
        JcaX509v3CertificateBuilder builder = builder(name, name, key.getPublic(), now, expiry);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectAlternativeName, false, uri("spiffe://" + trustDomain));
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key.getPublic()));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new AuthorityException("cannot create the authority's certificate: " + failure, failure);
        }
    }

    /** {@return the certificate of a participant} */
    X509Certificate participant(
            Identity identity,
            PublicKey key,
            Instant now,
            Instant expiry,
            X509Certificate authority,
            PrivateKey authorityKey) {
        String path = identity.path();
        X500Principal name = new X500Principal("CN=" + path.substring(path.lastIndexOf('/') + 1));
        JcaX509v3CertificateBuilder builder = builder(authority.getSubjectX500Principal(), name, key, now, expiry);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, uri(identity.toString()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(authority.getPublicKey()));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(authorityKey)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new AuthorityException("cannot create the certificate of " + identity + ": " + failure, failure);
        }
    }

    /** {@return the certificate of a server of the authority, which states no identity} */
    X509Certificate server(
            String dnsName,
            PublicKey key,
            Instant now,
            Instant expiry,
            X509Certificate authority,
            PrivateKey authorityKey) {
        X500Principal name = new X500Principal("CN=" + dnsName);
        JcaX509v3CertificateBuilder builder = builder(authority.getSubjectX500Principal(), name, key, now, expiry);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(authorityKey)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new AuthorityException("cannot create the server's certificate: " + failure, failure);
        }
    }

    /** {@return the list of all revoked certificates} */
    X509CRL revocations(
            Collection<IssuedCertificate> revoked,
            BigInteger number,
            Instant now,
            Instant nextUpdate,
            X509Certificate authority,
            PrivateKey authorityKey) {
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(authority, Date.from(now));
        builder.setNextUpdate(Date.from(nextUpdate));
        for (IssuedCertificate certificate : revoked) {
            builder.addCRLEntry(
                    certificate.serial(), Date.from(certificate.revoked().orElse(now)), CRLReason.cessationOfOperation);
        }
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
            return new JcaX509CRLConverter().getCRL(builder.build(signer(authorityKey)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new AuthorityException("cannot create the list of revoked certificates: " + failure, failure);
        }
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant now, Instant expiry) {
        return new JcaX509v3CertificateBuilder(
                issuer, serial(), Date.from(now.minus(CLOCK_DIFFERENCE)), Date.from(expiry), subject, key);
    }

    /** {@return a positive random number, which RFC 5280 wants to be unique and of at most 20 octets} */
    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }

    private static GeneralNames uri(String uri) {
        return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(SIGNATURE).build(key);
    }
}
