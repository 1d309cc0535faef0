package chaski.node.identity;

import chaski.api.security.Identity;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What the two ends of a link have proved to each other.
 *
 * @param peer the identity of the other end; empty if the link is not encrypted
 * @param certificates those of the other end, its own first; empty if the link is not encrypted
 * @param own the credentials that this node used; empty if the link is not encrypted
 * @param dialled true if this node opened the link
 */
public record LinkProof(
        Optional<Identity> peer, List<X509Certificate> certificates, Optional<LinkSecurity> own, boolean dialled) {

    /** Nothing. */
    public static final LinkProof NONE = new LinkProof(Optional.empty(), List.of(), Optional.empty(), false);

    /**
     * Reads what a link proves.
     *
     * @param link a link whose handshake of encryption is complete, as it is when the first bytes have arrived
     * @param dialled true if this node opened it
     * @return the proof
     */
    public static LinkProof of(Link link, boolean dialled) {
        List<X509Certificate> certificates = link.peerCertificates();
        if (certificates.isEmpty()) {
            return NONE;
        }
        try {
            return new LinkProof(Optional.of(Identity.of(certificates.get(0))), certificates, link.security(), dialled);
        } catch (CertificateException stateless) {
            return new LinkProof(Optional.empty(), certificates, link.security(), dialled);
        }
    }
}
