package chaski.security;

import chaski.api.security.Credentials;
import chaski.api.transport.LinkSecurity;
import java.util.function.Supplier;

/** Makes what transports need of credentials. */
public final class LinkSecurityFactory {

    private LinkSecurityFactory() {}

    /**
     * Creates what secures links by credentials.
     *
     * @param credentials the own certificate and key
     * @param verifier returns what decides which peers are accepted; called for each handshake
     * @return what transports need
     */
    public static LinkSecurity create(Credentials credentials, Supplier<PeerVerifier> verifier) {
        return new LinkSecurity(new CredentialsKeyManager(credentials), new PeerTrustManager(verifier));
    }
}
