/**
 * Identities from files, and the verification of the certificates of peers: {@link chaski.security.IdentityDirectory} reads the
 * credentials of a node and notices when they change; {@link chaski.security.PeerVerifier} decides whether a peer's certificate proves
 * an identity.
 *
 * <p>All cryptography is that of the JDK.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.security;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
