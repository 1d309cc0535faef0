/**
 * A small certificate authority for networks that have none: {@link chaski.ca.CertificateAuthority} keeps its files in a directory,
 * issues certificates for identities, and revokes them. Certificates are those of RFC 5280 with one SPIFFE ID each, so that
 * authorities such as SPIRE, cert-manager or Vault can take its place.
 *
 * <p>All cryptography is that of the JDK; Bouncy Castle builds and encodes the structures.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.ca;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
