package chaski.ca;

import chaski.api.security.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A new key, and the request for its certificate: PKCS #10, RFC 2986. The key stays with the requester. */
public final class CertificationRequest {

    private final PrivateKey key;
    private final PublicKey publicKey;
    private final String pem;

    private CertificationRequest(KeyPair pair, String pem) {
        this.key = pair.getPrivate();
        this.publicKey = pair.getPublic();
        this.pem = pem;
    }

    /**
     * Creates a key on the curve P-256 and signs a request with it.
     *
     * @param identity the expected identity; empty for the one that the authority grants
     * @return the request
     * @throws AuthorityException if this Java runtime lacks the algorithms
     */
    public static CertificationRequest create(Optional<Identity> identity) {
        return create(new CertificateIssuer().newKey(), identity);
    }

    static CertificationRequest create(KeyPair pair, Optional<Identity> identity) {
        JcaPKCS10CertificationRequestBuilder builder =
                new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic());
        String algorithm = pair.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            if (identity.isPresent()) {
                ExtensionsGenerator extensions = new ExtensionsGenerator();
                extensions.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(
                                GeneralName.uniformResourceIdentifier,
                                identity.get().toString())));
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            return new CertificationRequest(
                    pair,
                    PemFiles.text(builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))));
        } catch (IOException | OperatorCreationException failure) {
            throw new AuthorityException("cannot create a certification request: " + failure, failure);
        }
    }

    /** {@return the request in PEM form; it contains no secret} */
    public String pem() {
        return pem;
    }

    /**
     * Combines the key with what an authority has answered, after checking that it belongs together.
     *
     * @param certificate the certificate
     * @param authority the certificate of the authority, which the caller trusts
     * @param revocations the authority's list of revocations
     * @return what a node needs
     * @throws AuthorityException if the certificate is for another key, states no identity, or the authority has not signed both
     */
    public IssuedIdentity answered(X509Certificate certificate, X509Certificate authority, X509CRL revocations) {
        if (!certificate.getPublicKey().equals(publicKey)) {
            throw new AuthorityException("the authority has answered with a certificate for another key");
        }
        try {
            certificate.verify(authority.getPublicKey());
            revocations.verify(authority.getPublicKey());
            Identity granted = Identity.of(certificate);
            return new IssuedIdentity(
                    granted, key, certificate, authority, revocations, StarterGrants.text(granted.trustDomain()));
        } catch (CertificateParsingException none) {
            throw new AuthorityException("the certificate states no identity: " + none.getMessage(), none);
        } catch (GeneralSecurityException forged) {
            throw new AuthorityException(
                    "the authority has not signed what was received: " + forged.getMessage(), forged);
        }
    }
}
