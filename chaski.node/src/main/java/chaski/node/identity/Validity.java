package chaski.node.identity;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The time in which a certificate is valid.
 *
 * @param begin when it begins
 * @param end when it ends
 */
public record Validity(Instant begin, Instant end) {

    /** {@return that of the certificate of a chain that expires first} */
    static Validity of(List<X509Certificate> chain) {
        return chain.stream()
                .map(each -> new Validity(
                        each.getNotBefore().toInstant(), each.getNotAfter().toInstant()))
                .min(Comparator.comparing(Validity::end))
                .orElseThrow();
    }
}
