package chaski.security;

import chaski.security.PeerVerifier.Role;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Accepts the certificates that the present {@link PeerVerifier} does. */
final class PeerTrustManager extends X509ExtendedTrustManager {

    private static final X509Certificate[] NONE = {};

    private final Supplier<PeerVerifier> verifier;

    PeerTrustManager(Supplier<PeerVerifier> verifier) {
        this.verifier = verifier;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        verifier.get().verify(List.of(chain), Role.CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        verifier.get().verify(List.of(chain), Role.SERVER);
    }

    /** None: they would only fill the request for a certificate, and every participant has just one. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NONE;
    }
}
