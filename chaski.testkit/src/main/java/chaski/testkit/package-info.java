/**
 * A network in memory, and the time that passes in it.
 *
 * <p>Everything here is driven by the test's own thread and by seeds: the same seed gives the same run.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed is answered by {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
