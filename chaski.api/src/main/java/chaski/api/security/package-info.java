/**
 * Identities of the nodes of a closed network, and what they may do: an {@link Identity} is a name, and its {@link Credentials} are the
 * keys and certificates that prove it now. An {@link IdentityProvider} supplies them, and supplies others when they change.
 *
 * <p>An {@link Authorizer} decides whether an identity has a {@link Permission} at a node: the engine passes it an {@link AccessRequest}
 * and enforces its {@link Decision}. An {@link AuditListener} receives what was enforced.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not allowed
 * causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.security;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
