/**
 * Publish and subscribe by topic.
 *
 * <p>Read {@link Streamer} first, then {@link Publisher}, {@link Subscription} and {@link Message}; in OSGi
 * {@link TopicListener}, too. {@link Publisher} defines the guarantees of delivery.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.streamer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
