package chaski.cli.enroll;

import chaski.ca.RegistrationAuthority;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of an enrolment server. Its key is only in memory, and its certificate lasts a day: a new one is issued when half of the time
 * has passed.
 *
 * <p>A client may show a certificate. The handshake proves that it has the key; the certificate itself is judged for each request, where
 * the reason of a refusal can be sent.
 */
final class ServerTls {

    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final String ALIAS = "server";

    private ServerTls() {}

    static SSLContext context(RegistrationAuthority authority, InstantSource clock) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {new ServerKeys(authority, clock)}, new TrustManager[] {new AnyClient()}, null);
        return context;
    }

    /** Thread-safe. */
    private static final class ServerKeys extends X509ExtendedKeyManager {

        private final RegistrationAuthority authority;
        private final InstantSource clock;
        private final KeyPair pair;
        private X509Certificate certificate;
        private Instant renewal;

        ServerKeys(RegistrationAuthority authority, InstantSource clock) throws GeneralSecurityException {
            this.authority = authority;
            this.clock = clock;
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.pair = generator.generateKeyPair();
            this.certificate = authority.certifyServer(pair.getPublic(), VALIDITY);
            this.renewal = clock.instant().plus(VALIDITY.dividedBy(2));
        }

        private synchronized X509Certificate current() {
            if (!clock.instant().isBefore(renewal)) {
                certificate = authority.certifyServer(pair.getPublic(), VALIDITY);
                renewal = clock.instant().plus(VALIDITY.dividedBy(2));
            }
            return certificate;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return type.equals("EC") ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return type.equals("EC") ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {current(), authority.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return pair.getPrivate();
        }
    }

    /** See the class: not a decision. */
    private static final class AnyClient extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw clientsOnly();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw clientsOnly();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw clientsOnly();
        }

        private static IllegalStateException clientsOnly() {
            return new IllegalStateException("a server's certificate at a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
