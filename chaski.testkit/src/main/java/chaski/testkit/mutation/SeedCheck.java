package chaski.testkit.mutation;

import java.util.function.LongFunction;

/** Runs simulated worlds. */
record SeedCheck(String className, long first, int most) implements MutationCheck {

    private static final int WITHOUT_MISTAKE = 10;

    @Override
    public String run(ClassLoader loader) throws ReflectiveOperationException {
        return run(loader, most);
    }

    /** The same seeds without a mistake; fewer, because their simulation has its own test. */
    MutationCheck withoutMistake() {
        return new SeedCheck(className, first, Math.min(most, WITHOUT_MISTAKE));
    }

    private String run(ClassLoader loader, int count) throws ReflectiveOperationException {
        LongFunction<?> world =
                (LongFunction<?>) loader.loadClass(className).getConstructor().newInstance();
        for (long seed = first; seed < first + count; seed++) {
            String found = String.valueOf(world.apply(seed));
            if (!found.isEmpty()) {
                return "seed " + seed + ": " + found;
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return className + " from seed " + first + ", at most " + most;
    }
}
