/**
 * Encoding of objects: a {@link Codec} has a name that is sent with the bytes, and creates a {@link PayloadCodec} for
 * each type. No class name is ever sent.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.codec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
