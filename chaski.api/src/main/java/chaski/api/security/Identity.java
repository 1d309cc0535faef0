package chaski.api.security;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a participant of a closed network, in the form of a SPIFFE ID: {@code spiffe://TRUST-DOMAIN/PATH}. Keys and
 * certificates change; the identity stays. Many nodes can share an identity.
 *
 * <p>The syntax is that of <a href="https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md">SPIFFE-ID</a>, section 2, for
 * identities of workloads: the path is not empty. Immutable.
 *
 * @param trustDomain the domain whose certificate authorities vouch for the identity: 1 to 255 of {@code a-z 0-9 . - _}
 * @param path the path with its leading slash: segments of {@code a-z A-Z 0-9 . - _}, none of them empty, {@code .} or {@code ..}
 */
public record Identity(String trustDomain, String path) implements Comparable<Identity> {

    private static final String SCHEME = "spiffe://";
    private static final int LONGEST = 2048;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+)+");

    /** The type of a subject alternative name that is a URI, RFC 5280, section 4.2.1.6. */
    private static final int URI_NAME = 6;

    /**
     * Checks both parts.
     *
     * @param trustDomain the domain whose certificate authorities vouch for the identity: 1 to 255 of {@code a-z 0-9 . - _}
     * @param path the path with its leading slash: segments of {@code a-z A-Z 0-9 . - _}, none of them empty, {@code .} or {@code ..}
     */
    public Identity {
        if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
            throw new IllegalArgumentException(
                    "expected a trust domain of 1 to 255 of a-z, 0-9, '.', '-' and '_', got '" + trustDomain + "'");
        }
        if (!isPath(path)) {
            throw new IllegalArgumentException(
                    "expected a path like /name or /group/name of a-z, A-Z, 0-9, '.', '-' and '_', got '" + path + "'");
        }
        if (SCHEME.length() + trustDomain.length() + path.length() > LONGEST) {
            throw new IllegalArgumentException("expected an identity of at most " + LONGEST + " characters");
        }
    }

    /** Checks the length first, so that the pattern never works on a long text from outside. */
    private static boolean isPath(String path) {
        return path.length() <= LONGEST && PATH.matcher(path).matches();
    }

    /**
     * Reads an identity.
     *
     * @param uri a text like {@code spiffe://example.org/ingest}
     * @return the identity
     * @throws IllegalArgumentException if the text is none
     */
    public static Identity parse(String uri) {
        int slash = uri.startsWith(SCHEME) ? uri.indexOf('/', SCHEME.length()) : -1;
        if (slash < 0) {
            throw new IllegalArgumentException("expected an identity like spiffe://example.org/name, got '"
                    + uri.substring(0, Math.min(uri.length(), 100)) + "'");
        }
        return new Identity(uri.substring(SCHEME.length(), slash), uri.substring(slash));
    }

    /**
     * Reads the identity that a certificate states: its only subject alternative name of type URI.
     *
     * @param certificate the certificate of a participant, not of an authority
     * @return the identity
     * @throws CertificateException if the certificate states none, several, or one that is malformed
     */
    public static Identity of(X509Certificate certificate) throws CertificateException {
        List<String> uris = uris(certificate);
        if (uris.size() != 1) {
            throw new CertificateParsingException(
                    "expected exactly one URI as subject alternative name, found " + uris.size());
        }
        try {
            return parse(uris.get(0));
        } catch (IllegalArgumentException malformed) {
            throw new CertificateParsingException(malformed.getMessage(), malformed);
        }
    }

    private static List<String> uris(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return List.of();
        }
        return names.stream()
                .filter(name -> name.get(0).equals(URI_NAME))
                .map(name -> (String) name.get(1))
                .toList();
    }

    /** Orders by the text. */
    @Override
    public int compareTo(Identity other) {
        return toString().compareTo(other.toString());
    }

    /** {@return the URI} */
    @Override
    public String toString() {
        return SCHEME + trustDomain + path;
    }
}
