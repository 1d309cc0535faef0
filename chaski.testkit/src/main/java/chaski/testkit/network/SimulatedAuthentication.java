package chaski.testkit.network;

import chaski.api.transport.LinkSecurity;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What TLS does for the two ends of a link, without the encryption: each shows its certificate, proves that it has the key, and asks
 * its trust manager about the other.
 */
final class SimulatedAuthentication {

    /** The kinds of keys that ends may have, by the names of JSSE. */
    private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA"};

    private static final String AUTH_TYPE = "UNKNOWN"; // as with TLS 1.3
    private static final byte[] CHALLENGE = {1, 2, 3, 4};

    /** Certificates whose keys have been checked: nodes of a simulation connect often, and signing takes long. */
    private static final Map<PrivateKey, X509Certificate> CHECKED = Collections.synchronizedMap(new WeakHashMap<>());

    private final LinkSecurity dialler;
    private final LinkSecurity answerer;

    /**
     * Prepares a handshake.
     *
     * @param dialler what the dialling end proves and demands
     * @param answerer what the other end proves and demands
     */
    SimulatedAuthentication(LinkSecurity dialler, LinkSecurity answerer) {
        this.dialler = dialler;
        this.answerer = answerer;
    }

    /**
     * The dialling end judges the other.
     *
     * @return the certificates of the answering end
     * @throws CertificateException if the dialling end refuses it
     */
    List<X509Certificate> judgeAnswerer() throws CertificateException {
        X509Certificate[] chain = proved(answerer.keys(), serverAlias(answerer.keys()));
        dialler.peers().checkServerTrusted(chain, AUTH_TYPE);
        return List.of(chain);
    }

    /**
     * The answering end judges the other.
     *
     * @return the certificates of the dialling end
     * @throws CertificateException if the answering end refuses it
     */
    List<X509Certificate> judgeDialler() throws CertificateException {
        X509Certificate[] chain = proved(dialler.keys(), dialler.keys().chooseEngineClientAlias(KEY_TYPES, null, null));
        answerer.peers().checkClientTrusted(chain, AUTH_TYPE);
        return List.of(chain);
    }

    private static @Nullable String serverAlias(X509ExtendedKeyManager keys) {
        for (String type : KEY_TYPES) {
            String alias = keys.chooseEngineServerAlias(type, null, null);
            if (alias != null) {
                return alias;
            }
        }
        return null;
    }

    private static X509Certificate[] proved(X509ExtendedKeyManager keys, @Nullable String alias)
            throws CertificateException {
        X509Certificate[] chain = alias == null ? null : keys.getCertificateChain(alias);
        PrivateKey key = alias == null ? null : keys.getPrivateKey(alias);
        if (chain == null || key == null || !hasKey(chain[0], key)) {
            throw new CertificateException("the other side has no certificate, or not its key");
        }
        return chain;
    }

    private static boolean hasKey(X509Certificate certificate, PrivateKey key) {
        if (certificate.equals(CHECKED.get(key))) {
            return true;
        }
        boolean has = signs(certificate, key);
        if (has) {
            CHECKED.put(key, certificate);
        }
        return has;
    }

    private static boolean signs(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(CHALLENGE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(CHALLENGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }
}
