package chaski.node.identity;

import chaski.api.security.Credentials;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the newest list of each authority that the credentials trust, or that issued their certificate. Lists of other nodes are kept
 * in memory only. Not thread-safe.
 */
final class RevocationStore {

    private static final String NUMBER = "2.5.29.20";
    private static final int OCTET_STRING = 4;
    private static final int INTEGER = 2;

    private final Map<ByteBuffer, Held> newest = new HashMap<>();
    private List<X509Certificate> authorities = List.of();

    /** A list. */
    private record Held(RevocationVersion version, X509CRL list) {}

    /** Uses the lists of other credentials; those from elsewhere remain if their authorities are still trusted. */
    void use(Credentials credentials) {
        authorities = Stream.concat(
                        credentials.trust().stream(),
                        credentials.chain().stream().skip(1))
                .toList();
        List<X509CRL> before = newest.values().stream().map(Held::list).toList();
        newest.clear();
        before.forEach(this::addIfSigned);
        credentials.revocations().forEach(this::addIfSigned);
    }

    private void addIfSigned(X509CRL list) {
        try {
            add(list);
        } catch (GeneralSecurityException notPassedOn) {
            // It stays in the credentials, where the verifier finds it.
        }
    }

    /** {@return the version, if the list is newer than the one of its authority} */
    Optional<RevocationVersion> add(X509CRL list) throws GeneralSecurityException {
        if (isPartial(list)) {
            throw new CRLException(
                    "the list is only a part of another one: critical extensions " + list.getCriticalExtensionOIDs());
        }
        RevocationVersion version = new RevocationVersion(
                issuer(list), number(list), list.getThisUpdate().toInstant().getEpochSecond());
        Held held = newest.get(version.issuer());
        if (held != null && !version.isNewerThan(held.version)) {
            return Optional.empty();
        }
        newest.put(version.issuer(), new Held(version, list));
        return Optional.of(version);
    }

    private static boolean isPartial(X509CRL list) {
        return list.getCriticalExtensionOIDs() != null
                && !list.getCriticalExtensionOIDs().isEmpty();
    }

    /** Reads a list that may be anything. */
    static X509CRL parse(ByteBuffer encoded) throws GeneralSecurityException {
        if (encoded.remaining() > Revocations.MAX_LIST_BYTES) {
            throw new CRLException(
                    "expected a list of at most " + Revocations.MAX_LIST_BYTES + " bytes, got " + encoded.remaining());
        }
        byte[] bytes = new byte[encoded.remaining()];
        encoded.duplicate().get(bytes);
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
        if (list.getEncoded().length != bytes.length) {
            throw new CRLException("expected nothing after the list");
        }
        return list;
    }

    List<RevocationVersion> versions() {
        return newest.values().stream().map(Held::version).toList();
    }

    Optional<ByteBuffer> list(ByteBuffer issuer) {
        Held held = newest.get(issuer);
        try {
            return held == null
                    ? Optional.empty()
                    : Optional.of(ByteBuffer.wrap(held.list.getEncoded()).asReadOnlyBuffer())
                            .filter(encoded -> encoded.remaining() <= Revocations.MAX_LIST_BYTES);
        } catch (CRLException unreadable) {
            throw new IllegalStateException("a list that was read has no bytes", unreadable);
        }
    }

    /** The lists to verify by: those of the credentials, and newer ones. */
    List<X509CRL> merged(Credentials credentials) {
        List<X509CRL> all = new ArrayList<>();
        newest.values().forEach(held -> all.add(held.list));
        for (X509CRL own : credentials.revocations()) {
            if (!isKnown(own)) {
                all.add(own);
            }
        }
        return all;
    }

    /** True if it is the newest list of its authority or an older one; false also if it is not one of those that are passed on. */
    private boolean isKnown(X509CRL list) {
        try {
            return !isPartial(list) && newest.containsKey(issuer(list));
        } catch (GeneralSecurityException unsigned) {
            return false;
        }
    }

    private ByteBuffer issuer(X509CRL list) throws GeneralSecurityException {
        for (X509Certificate authority : authorities) {
            if (authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                    && isSignedBy(list, authority)) {
                byte[] key = authority.getPublicKey().getEncoded();
                return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key))
                        .asReadOnlyBuffer();
            }
        }
        throw new CertificateException(
                "no trusted authority has signed the list of '" + list.getIssuerX500Principal() + "'");
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    /** An INTEGER of at most 20 bytes in an OCTET STRING, so that both lengths are single bytes. */
    private static BigInteger number(X509CRL list) throws CRLException {
        byte[] der = list.getExtensionValue(NUMBER);
        if (der == null) {
            return BigInteger.ONE.negate();
        }
        int length = der.length - 4;
        boolean wellFormed = length >= 1
                && length <= RevocationVersion.MAX_NUMBER_BYTES + 1
                && der[0] == OCTET_STRING
                && der[1] == length + 2
                && der[2] == INTEGER
                && der[3] == length
                && der[4] >= 0;
        if (!wellFormed) {
            throw new CRLException("expected a number of at most 20 bytes");
        }
        return new BigInteger(1, der, 4, length);
    }
}
