package chaski.api.transport;

import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a transport with {@link Feature#SECURE} needs to encrypt a link and to authenticate both of its ends by certificates. Changed
 * credentials are another instance; links that exist keep theirs.
 *
 * <p>The managers are asked on I/O threads of the transport and must not wait for anything. The trust manager decides alone who is
 * admitted: names of hosts are not compared with names in certificates.
 *
 * @param keys chooses the certificate of this end
 * @param peers decides whether the certificate of the other end is accepted
 */
public record LinkSecurity(X509ExtendedKeyManager keys, X509ExtendedTrustManager peers) {

    /**
     * Checks that both are there.
     *
     * @param keys chooses the certificate of this end
     * @param peers decides whether the certificate of the other end is accepted
     */
    public LinkSecurity {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(peers, "peers");
    }
}
