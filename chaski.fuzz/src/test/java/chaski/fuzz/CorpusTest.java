package chaski.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FAULTS S1: every build reads the inputs that the fuzzer has collected, and some mutants of them. */
class CorpusTest {

    private static final int MUTANTS_OF_EACH = 20;
    private static final int MOST_BYTES = 1_000;
    private static final int MOST_FILES = 60;

    @ParameterizedTest
    @EnumSource(Targets.class)
    void everyInputIsAValueOrRefused(Targets target) throws IOException {
        assertThat(target.inputs()).hasSizeBetween(5, MOST_FILES);
        for (Path input : target.inputs()) {
            byte[] data = Files.readAllBytes(input);
            assertThat(data).as(input.toString()).hasSizeLessThan(MOST_BYTES);
            run(target, data, input.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void everyMutantOfAnInputIsAValueOrRefused(Targets target) throws IOException {
        for (Path input : target.inputs()) {
            byte[] data = Files.readAllBytes(input);
            for (long seed : Seeds.all().toArray()) {
                Random random = new Random(seed);
                for (int i = 0; i < MUTANTS_OF_EACH; i++) {
                    run(target, mutant(data, random), input + ", seed " + seed);
                }
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // any throwable is reported with the input
    private static void run(Targets target, byte[] data, String what) {
        try {
            target.run(data);
        } catch (Throwable e) {
            throw new AssertionError(what + ": " + HexFormat.of().formatHex(data), e);
        }
    }

    /** Changes, removes or duplicates some bytes. */
    private static byte[] mutant(byte[] data, Random random) {
        byte[] mutant = data.clone();
        for (int i = random.nextInt(4); i >= 0 && mutant.length > 0; i--) {
            int at = random.nextInt(mutant.length);
            int length = Math.min(1 + random.nextInt(8), mutant.length - at);
            mutant = switch (random.nextInt(4)) {
                case 0 -> with(mutant, at, (byte) random.nextInt(256));
                case 1 -> with(mutant, at, (byte) (mutant[at] ^ (1 << random.nextInt(8))));
                case 2 -> joined(Arrays.copyOf(mutant, at), Arrays.copyOfRange(mutant, at + length, mutant.length));
                default -> joined(Arrays.copyOf(mutant, at + length), Arrays.copyOfRange(mutant, at, mutant.length));
            };
        }
        return mutant;
    }

    private static byte[] with(byte[] data, int at, byte value) {
        byte[] changed = data.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
