package chaski.transport.quic;

import chaski.api.transport.LinkSecurity;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.ssl.ClientAuth;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * TLS 1.3 within one QUIC connection (RFC 9001). Both ends show a certificate.
 *
 * <p>Each link has a context of its own, so that no session is ever resumed: a resumed session does not ask the trust manager, and a peer
 * whose certificate was revoked in the meantime would be admitted. There is no early data. Confined to the link's I/O thread.
 */
final class QuicTls {

    private static final String APPLICATION_PROTOCOL = "chaski";

    private final LinkSecurity security;
    private final JudgingTrust trust;
    private final QuicSslEngine engine;

    private QuicTls(LinkSecurity security, boolean client) {
        this.security = security;
        this.trust = new JudgingTrust(security.peers());
        QuicSslContextBuilder builder = client
                ? QuicSslContextBuilder.forClient()
                        .keyManager(security.keys(), null)
                        // the trust manager decides about identities, not about names of hosts
                        .endpointIdentificationAlgorithm("")
                : QuicSslContextBuilder.forServer(security.keys(), null).clientAuth(ClientAuth.REQUIRE);
        this.engine = builder.trustManager(trust)
                .applicationProtocols(APPLICATION_PROTOCOL)
                .earlyData(false)
                .build()
                .newEngine(UnpooledByteBufAllocator.DEFAULT);
    }

    /** {@return that of a link that this end opens} */
    static QuicTls opened(LinkSecurity security) {
        return new QuicTls(security, true);
    }

    /** {@return that of a link that this end accepts} */
    static QuicTls accepted(LinkSecurity security) {
        return new QuicTls(security, false);
    }

    /** {@return the credentials of this end} */
    LinkSecurity security() {
        return security;
    }

    /** {@return what the connection uses} */
    QuicSslEngine engine() {
        return engine;
    }

    /** {@return why the certificate of the other end was refused, if it was} */
    Optional<CertificateException> refusal() {
        return Optional.ofNullable(trust.refusal);
    }

    /** {@return the certificates of the other end of a connection that is established} */
    static List<X509Certificate> peerCertificates(QuicChannel channel) {
        SSLEngine engine = channel.sslEngine();
        if (engine == null) {
            return List.of();
        }
        try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException before) {
            return List.of();
        }
    }
}
