package chaski.testkit.contract;

import chaski.api.transport.LinkSecurity;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Creates what a transport would need to secure links, without a key. */
final class UnusedSecurity {

    private UnusedSecurity() {}

    static LinkSecurity create() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(null, null);
            TrustManagerFactory peers = TrustManagerFactory.getInstance("PKIX");
            peers.init((KeyStore) null);
            return new LinkSecurity((X509ExtendedKeyManager) keys.getKeyManagers()[0], (X509ExtendedTrustManager)
                    peers.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks PKIX", e);
        }
    }
}
