package chaski.cli.enroll;

import chaski.ca.RegistrationAuthority;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts the enrolment server of one authority. A participant's certificate is not enough, although the same authority has issued it: a
 * node could otherwise collect the tokens of others. Names of hosts are not compared, since the authority is known by its key.
 */
final class ServerPin extends X509ExtendedTrustManager {

    private static final int DNS_NAME = 2;

    private final Predicate<X509Certificate> expected;
    private final String otherwise;
    private volatile List<X509Certificate> accepted = List.of();

    /**
     * Creates one.
     *
     * @param expected recognizes the certificate of the authority
     * @param otherwise what it means if another authority answers
     */
    ServerPin(Predicate<X509Certificate> expected, String otherwise) {
        this.expected = expected;
        this.otherwise = otherwise;
    }

    /** {@return the certificate of the authority whose server answered; empty before the handshake} */
    List<X509Certificate> authority() {
        return accepted;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate authority = Arrays.stream(chain)
                .skip(1)
                .filter(expected)
                .findFirst()
                .orElseThrow(() -> new CertificateException("another authority answers there: " + otherwise));
        X509Certificate server = chain[0];
        try {
            authority.checkValidity();
            server.checkValidity();
            server.verify(authority.getPublicKey());
        } catch (GeneralSecurityException invalid) {
            throw new CertificateException(
                    "the server's certificate is not a valid one of the authority: " + invalid.getMessage(), invalid);
        }
        Collection<List<?>> names = server.getSubjectAlternativeNames();
        if (names == null || !names.contains(List.of(DNS_NAME, RegistrationAuthority.SERVER_NAME))) {
            throw new CertificateException("a participant answers there, not the server of the authority");
        }
        accepted = List.of(authority);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw serversOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw serversOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw serversOnly();
    }

    private static CertificateException serversOnly() {
        return new CertificateException("expected a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
