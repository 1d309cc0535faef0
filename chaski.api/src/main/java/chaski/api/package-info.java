/**
 * The values that every part shares: {@link NodeId}, {@link Endpoint}, {@link Topic}, {@link TopicPattern}, and the
 * exceptions, all children of {@link ChaskiException}.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
