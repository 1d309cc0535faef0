package chaski.security;

import chaski.api.security.Credentials;
import chaski.api.transport.LinkSecurity;

/** Makes what transports need of credentials. */
public final class LinkSecurityFactory {

    private LinkSecurityFactory() {}

    /**
     * Creates what secures links by credentials.
     *
     * @param credentials the own certificate and key
     * @param verifier decides which peers are accepted; usually of the same credentials
     * @return what transports need
     */
    public static LinkSecurity create(Credentials credentials, PeerVerifier verifier) {
        return new LinkSecurity(new CredentialsKeyManager(credentials), new PeerTrustManager(verifier));
    }
}
