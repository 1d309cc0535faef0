/**
 * The grants of a closed network: {@link chaski.security.grants.GrantsFile} reads which identities may do what from {@code grants.json},
 * notices when the file changes, and decides.
 *
 * <p>The file is read by Jackson's {@code tools.jackson.core}, which has to be installed only where there is such a file.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.security.grants;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
