/**
 * A world in virtual time, on one thread, that runs the same way for the same seed.
 *
 * <p>A {@link chaski.testkit.simulation.Simulation} holds the time and the planned events. In it live {@link
 * chaski.testkit.simulation.SimulatedProcess}es, which can be paused, killed and started again, each with its own
 * clocks; a node in a process gets a {@link chaski.testkit.simulation.SimulatedEnvironment}. The test advances time:
 * hours pass in milliseconds, nothing happens between two events, and no thread runs beside the test's. Everything
 * random is drawn from the seed, so a failed run can be replayed; {@code digest()} shows if two runs were the same.
 *
 * <p>The network of this world is in {@link chaski.testkit.network}.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.simulation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
