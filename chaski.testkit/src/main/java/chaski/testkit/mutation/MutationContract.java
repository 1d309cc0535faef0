package chaski.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that every mutation of a list is detected by its check, and that the same check passes without it. A module's
 * test extends this class:
 *
 * <pre>{@code
 * class MutationTest extends MutationContract {
 *
 *     @Override
 *     protected Stream<Mutation> mutations() {
 *         return Stream.of(...);
 *     }
 * }
 * }</pre>
 *
 * <p>The tests that run the checks are tagged {@code mutation}, because they take long. The test that each mutation fits
 * the code is not.
 *
 * <p>The system property {@code chaski.mutation} limits a run to the mutations whose names contain its value.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MutationContract {

    /** The tag of the tests that run the checks: they take as long as all other tests of a module. */
    private static final String TAG = "mutation";

    private static final System.Logger LOG = System.getLogger(MutationContract.class.getName());

    /** Runs only mutations whose names contain this. */
    private static final String CHOSEN = System.getProperty("chaski.mutation", "");

    /** Thrown by a mutation that no longer fits the code; such a failure proves nothing about the check. */
    private static final List<String> LINKAGE = List.of(
            "NoSuchMethod",
            "NoSuchField",
            "IllegalAccess",
            "VerifyError",
            "ClassNotFound",
            "NoClassDef",
            "ClassFormat");

    private final ClassLoader unmutated = new MutatedLoader(getClass().getClassLoader(), List.of());

    /** For subclasses. */
    protected MutationContract() {}

    /**
     * The mutations of the module.
     *
     * @return the mutations, the same at every call
     */
    protected abstract Stream<Mutation> mutations();

    /** In every build, because it takes only milliseconds: the code changes, and a mutation must still apply to it. */
    @ParameterizedTest
    @MethodSource("chosen")
    void mistakeFitsTheCode(Mutation mutation) {
        assertThatCode(() -> new MutatedLoader(getClass().getClassLoader(), mutation.alterations()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("chosen")
    @Tag(TAG)
    void mistakeIsFound(Mutation mutation) throws ReflectiveOperationException {
        long beganNs = System.nanoTime();
        String found = mutation.check().run(new MutatedLoader(getClass().getClassLoader(), mutation.alterations()));
        long tookMs = (System.nanoTime() - beganNs) / 1_000_000;
        LOG.log(System.Logger.Level.INFO, "{0}: after {1} ms {2}", mutation, tookMs, firstLine(found));
        assertThat(found)
                .as("what %s finds of the mistake that %s", mutation.check(), mutation)
                .isNotEmpty();
        assertThat(LINKAGE)
                .as("the mutation fits the code; it failed with %s", found)
                .noneMatch(found::contains);
    }

    @ParameterizedTest
    @MethodSource("checks")
    @Tag(TAG)
    void checkPassesWithoutMistake(MutationCheck check) throws ReflectiveOperationException {
        MutationCheck unchanged = check instanceof SeedCheck seeds ? seeds.withoutMistake() : check;
        assertThat(unchanged.run(unmutated)).as("what %s finds", unchanged).isEmpty();
    }

    /** The mutations to run. */
    Stream<Mutation> chosen() {
        return mutations().filter(mutation -> mutation.name().contains(CHOSEN));
    }

    /** The checks, each once. */
    Stream<MutationCheck> checks() {
        return chosen().map(Mutation::check).distinct();
    }

    private static String firstLine(String found) {
        return found.lines().findFirst().orElse("nothing was found");
    }
}
