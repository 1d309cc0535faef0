package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TransportException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsFailuresTest {

    @Test
    void aRefusedCertificateIsDistinguishedFromOtherFailures() {
        SSLException refused = new SSLException("REVOKED", new CertificateException("REVOKED"));
        assertThat(TlsFailures.counter(new TransportException("broke", refused)))
                .contains("refused.certificate");
        assertThat(TlsFailures.counter(new TransportException("broke", new SSLException("no TLS"))))
                .contains("refused.tls");
        assertThat(TlsFailures.counter(new TransportException("broke", new IOException("reset"))))
                .isEmpty();
        assertThat(TlsFailures.counter(null)).isEmpty();
    }
}
