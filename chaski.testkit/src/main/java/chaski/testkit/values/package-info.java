/**
 * Values of many kinds of types, by seed: {@link chaski.testkit.values.RandomValues} draws a type and a value of it,
 * {@link chaski.testkit.values.ValueEquality} compares what arrived with what was sent. {@link
 * chaski.testkit.values.SampleTypes} has the records, beans, enums and sealed types among them.
 *
 * <p>They are for tests of codecs and of everything that sends values: each value arrives unchanged, or is refused when
 * it is written.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.values;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
