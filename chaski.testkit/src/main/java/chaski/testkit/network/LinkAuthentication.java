package chaski.testkit.network;

import chaski.api.transport.LinkSecurity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What one end of a link has learned from its handshake.
 *
 * @param ofPeer the certificates of the other end, its own first
 * @param own what this end has used
 */
record LinkAuthentication(List<X509Certificate> ofPeer, Optional<LinkSecurity> own) {

    /** No handshake. */
    static final LinkAuthentication NONE = new LinkAuthentication(List.of(), Optional.empty());
}
