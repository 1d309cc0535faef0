/**
 * What every transport must do, written as tests.
 *
 * <p>{@link chaski.testkit.contract.TransportContract} is a JUnit class without a transport. The test of a transport
 * extends it, creates the transport and defines where to listen; it inherits every test. The contract watches both
 * sides of each link: it sends bytes whose content follows from their position, overwrites each buffer as soon as the
 * link has released it, and records on which thread and in what order the link calls. These checks therefore apply to
 * every test, whatever its subject.
 *
 * <p>This package needs JUnit and AssertJ; the others of the testkit do not.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.contract;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
