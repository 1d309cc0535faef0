package chaski.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.LongFunction;
import net.bytebuddy.asm.AsmVisitorWrapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation is no better than what it finds: each of these mistakes must be found by one of the seeds. */
@Tag("slow")
class MutationTest {

    private static final System.Logger LOG = System.getLogger(MutationTest.class.getName());
    private static final int SEEDS = 300;
    private static final int SEEDS_UNCHANGED = 10;

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void mistakeIsFound(Mutation mutation) throws ReflectiveOperationException {
        LongFunction<String> world = load(mutation.changes());
        String found = "";
        long seed = 0;
        while (found.isEmpty() && seed < SEEDS) {
            seed++;
            found = world.apply(seed);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0} is found by seed {1}: {2}",
                mutation,
                seed,
                found.lines().findFirst().orElse("not"));
        assertThat(found)
                .as("what the seeds 1 to %d find of %s", SEEDS, mutation)
                .isNotEmpty();
    }

    @Test
    void nothingIsFoundWithoutAMistake() throws ReflectiveOperationException {
        LongFunction<String> world = load(Map.of());
        for (long seed = 1; seed <= SEEDS_UNCHANGED; seed++) {
            assertThat(world.apply(seed)).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static LongFunction<String> load(Map<String, AsmVisitorWrapper> changes)
            throws ReflectiveOperationException {
        ClassLoader loader = new MutatedLoader(MutationTest.class.getClassLoader(), changes);
        return (LongFunction<String>)
                loader.loadClass(Seed.class.getName()).getConstructor().newInstance();
    }

    /**
     * Looks for mistakes from the command line, for a person.
     *
     * @param arguments the names of mutations
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        for (String name : arguments) {
            long beganNs = System.nanoTime();
            new MutationTest().mistakeIsFound(Mutation.valueOf(name));
            System.err.println((System.nanoTime() - beganNs) / 1_000_000 + " ms");
        }
    }
}
