package chaski.testkit.mutation;

import java.util.List;

/** Runs tests on the classes of a class loader. */
public interface MutationCheck {

    /**
     * Runs until the first finding, or to the end.
     *
     * @param loader the loader of the classes under test and of the tests
     * @return the error, or an empty string
     * @throws ReflectiveOperationException if the check itself cannot be loaded
     */
    String run(ClassLoader loader) throws ReflectiveOperationException;

    /**
     * A check by JUnit tests, each of which may run for at most 30 seconds.
     *
     * @param className the test class, by its binary name
     * @param methods the names of its test methods; none means all
     * @return the check, equal to another of the same tests
     */
    static MutationCheck tests(String className, String... methods) {
        return new TestCheck(className, List.of(methods));
    }

    /**
     * A check by simulated worlds: seeds are counted from 1 until one finds something. Without a mistake only the first ten run.
     *
     * @param className a public class with a public constructor without parameters that implements {@link
     *     java.util.function.LongFunction}: it runs a seed, and returns the error as a string, empty if there was none
     * @param most how many seeds are tried
     * @return the check, equal to another of the same seeds
     */
    static MutationCheck seeds(String className, int most) {
        return new SeedCheck(className, 1, most);
    }

    /**
     * A check by chosen seeds, for a mistake that only a few worlds detect.
     *
     * @param className as in {@link #seeds(String, int)}
     * @param first the first seed
     * @param most how many seeds are tried
     * @return the check, equal to another of the same seeds
     */
    static MutationCheck seedsFrom(String className, long first, int most) {
        return new SeedCheck(className, first, most);
    }
}
