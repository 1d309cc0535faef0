package chaski.node.identity;

import chaski.api.NodeId;
import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.security.PeerVerifier;
import chaski.security.PeerVerifier.Role;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Signs with the key of the present credentials, which may be an opaque handle, and verifies by the present {@link PeerVerifier}.
 * Thread-safe.
 */
final class CertificateProofs implements OwnerProofs {

    /** No other signature by these keys begins like this, neither those of TLS nor those of authorities. */
    private static final byte[] DOMAIN = "chaski entry v1\0".getBytes(StandardCharsets.US_ASCII);

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final String instance;
    private final Supplier<Credentials> credentials;
    private final Supplier<PeerVerifier> verifier;
    private final InstantSource clock;

    CertificateProofs(
            String instance, Supplier<Credentials> credentials, Supplier<PeerVerifier> verifier, InstantSource clock) {
        this.instance = instance;
        this.credentials = credentials;
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * Makes a proof that lacks its signature.
     *
     * @throws CertificateException if there are more certificates, or larger ones, than others accept
     */
    static OwnerProof unsigned(String instance, Credentials credentials) throws CertificateException {
        try {
            List<ByteBuffer> chain = new ArrayList<>();
            for (X509Certificate certificate : credentials.chain()) {
                chain.add(ByteBuffer.wrap(certificate.getEncoded()));
            }
            return new OwnerProof(instance, chain, NONE);
        } catch (IllegalArgumentException tooLarge) {
            throw new CertificateEncodingException("certificate chain: " + tooLarge.getMessage(), tooLarge);
        }
    }

    @Override
    public OwnerProof prove(ByteBuffer statement) throws GeneralSecurityException {
        Credentials signer = credentials.get();
        Signature signature = signature(signer.certificate().getPublicKey());
        signature.initSign(signer.key());
        signature.update(DOMAIN);
        signature.update(statement.duplicate());
        return unsigned(instance, signer).withSignature(ByteBuffer.wrap(signature.sign()));
    }

    @Override
    public Instant verify(NodeId owner, OwnerProof proof, ByteBuffer statement) throws GeneralSecurityException {
        List<X509Certificate> chain = parse(proof);
        // The cheapest comes first: an id that does not follow from the certificate needs no mathematics.
        Identity identity = Identity.of(chain.get(0));
        if (!NodeIds.of(identity, proof.instance()).equals(owner)) {
            throw new CertificateException("the id " + owner.shortForm() + " is not that of " + identity);
        }
        verifier.get().verify(chain, Role.SIGNER);
        Signature signature = signature(chain.get(0).getPublicKey());
        signature.initVerify(chain.get(0).getPublicKey());
        signature.update(DOMAIN);
        signature.update(statement.duplicate());
        byte[] bytes = new byte[proof.signature().remaining()];
        proof.signature().duplicate().get(bytes);
        if (!signature.verify(bytes)) {
            throw new SignatureException("the signature is not that of " + identity);
        }
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Override
    public void verifyAgain(OwnerProof proof) throws GeneralSecurityException {
        verifier.get().verify(parse(proof), Role.SIGNER);
    }

    @Override
    public boolean isCurrent(OwnerProof proof) {
        try {
            return proof.hasSignerOf(unsigned(instance, credentials.get()));
        } catch (CertificateException unusable) {
            return false;
        }
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    private static List<X509Certificate> parse(OwnerProof proof) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (ByteBuffer encoded : proof.chain()) {
            byte[] bytes = new byte[encoded.remaining()];
            encoded.duplicate().get(bytes);
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
        }
        return chain;
    }

    private static Signature signature(PublicKey key) throws NoSuchAlgorithmException {
        return Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "EdDSA";
                });
    }
}
