package chaski.transport.quic;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Asks another trust manager and keeps why it refused: the QUIC library passes on only a number. */
final class JudgingTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager judge;
    volatile @Nullable CertificateException refusal;

    JudgingTrust(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** Asks the judge. */
    private interface Question {
        void ask() throws CertificateException;
    }

    private void judge(Question question) throws CertificateException {
        try {
            question.ask();
        } catch (CertificateException e) {
            refusal = e;
            throw e;
        } catch (RuntimeException | Error e) {
            refusal = new CertificateException("the trust manager failed: " + e, e);
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(() -> judge.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(() -> judge.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(() -> judge.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(() -> judge.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(() -> judge.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(() -> judge.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
