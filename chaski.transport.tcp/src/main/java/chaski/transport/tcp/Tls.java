package chaski.transport.tcp;

import chaski.api.transport.LinkSecurity;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 (RFC 8446) between a socket and its link, by the JDK's implementation. Both ends show a certificate.
 *
 * <p>Each link has a context of its own, so that no session is ever resumed: a resumed session does not ask the trust manager, and a peer
 * whose certificate was revoked in the meantime would be admitted. There is no early data.
 */
final class Tls {

    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] APPLICATION_PROTOCOLS = {"chaski"};

    /** As long as a handshake of nodes may take; the one who waits for it gives up earlier. */
    private static final long HANDSHAKE_SECONDS = 10;

    private Tls() {}

    /**
     * Creates the handler of one link, the first of its pipeline.
     *
     * @param security the credentials of this end
     * @param client whether this end opened the connection
     */
    static SslHandler handler(LinkSecurity security, boolean client) {
        SslHandler handler = new SslHandler(engine(security, client));
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    private static SSLEngine engine(LinkSecurity security, boolean client) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOLS[0]);
            context.init(new KeyManager[] {security.keys()}, new TrustManager[] {security.peers()}, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(client);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
            parameters.setNeedClientAuth(true);
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime lacks TLS 1.3", missing);
        }
    }

    /** {@return the certificates of the other end; none before it is authenticated} */
    static List<X509Certificate> peerCertificates(SslHandler handler) {
        try {
            Certificate[] chain = handler.engine().getSession().getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException before) {
            return List.of();
        }
    }

    /** {@return the certificate that this end has shown, if it has} */
    static Optional<X509Certificate> ownCertificate(SslHandler handler) {
        SSLSession handshake = handler.engine().getHandshakeSession();
        SSLSession session = handshake == null ? handler.engine().getSession() : handshake;
        Certificate[] chain = session.getLocalCertificates();
        return chain == null ? Optional.empty() : Optional.of((X509Certificate) chain[0]);
    }
}
