/**
 * Tools for tests of networks, for Chaski's own tests and those of its users.
 *
 * <p>A test of one part of the logic uses the {@link chaski.testkit.ManualClock}. A test of several nodes puts them in
 * a {@link chaski.testkit.simulation} world, connects them by a {@link chaski.testkit.network} with the faults of real
 * ones, records what happens as a {@link chaski.testkit.history} and has that checked against the guarantees; it tries
 * many {@link chaski.testkit.Seeds}, and one that fails is replayed by its number. A program with its own threads gets
 * the same network in real time. A new transport is tested by inheriting the {@link chaski.testkit.contract}, another
 * implementation of the protocol by the {@link chaski.testkit.vectors}. The effects of a peer that violates the
 * protocol are tested by a {@link chaski.testkit.hostile} one.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
