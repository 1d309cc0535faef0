/**
 * Mutation testing by hand-picked mistakes: shows that a check detects the mistake for which it exists.
 *
 * <p>A {@link chaski.testkit.mutation.Mutation} names a mistake, the {@linkplain chaski.testkit.mutation.Alteration
 * methods it changes} and the {@link chaski.testkit.mutation.MutationCheck} that must detect it: named JUnit tests, or
 * simulated worlds by seed. A module's test extends {@link chaski.testkit.mutation.MutationContract} and lists its
 * mutations. Each one runs in its own class loader, which defines all of Chaski again with the altered methods; the
 * classes under test contain no hooks.
 *
 * <p>This package needs Byte Buddy, JUnit with its launcher, and AssertJ; the rest of the testkit does not.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.mutation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
