/**
 * The interfaces that a transport implements: {@link Transport} creates {@link Link}s, by dialling or through a {@link Listener},
 * and each link reports to its {@link LinkHandler}. A transport knows nothing of nodes, sessions or topics.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not allowed
 * causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
