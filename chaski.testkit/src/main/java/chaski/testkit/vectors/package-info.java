/**
 * The bytes of the wire protocol, for every implementation of it.
 *
 * <p>The protocol document ends each section with the bytes of an example. The same bytes are resources here, in files
 * of a readable format: a name in brackets, then lines of hex, with explanations after a {@code #}. {@link
 * chaski.testkit.vectors.WireVectors} reads the files, and the blocks of the document, so that tests can compare both
 * with the code, and another implementation can be tested.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.vectors;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
