package chaski.node.simulation;

import chaski.testkit.Coverage;
import java.util.function.LongFunction;

/** Runs one seed and reports errors; created by reflection in tests that load these classes again. */
public final class Seed implements LongFunction<String> {

    /** Used by reflection. */
    public Seed() {}

    @Override
    public String apply(long seed) {
        return String.join("\n", new World(seed, true).run().problems());
    }

    /**
     * Runs seeds from the command line, for a person.
     *
     * @param arguments the first seed and how many
     */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Coverage<Seen> all = new Coverage<>(Seen.class);
        long messages = 0;
        int failed = 0;
        for (long seed = first; seed < first + count; seed++) {
            long beganNs = System.nanoTime();
            World.Outcome outcome = new World(seed).run();
            all.addAll(outcome.coverage());
            messages += outcome.messages();
            if (!outcome.problems().isEmpty()) {
                failed++;
                System.out.println("seed " + seed + " failed:");
                outcome.problems().stream().limit(6).forEach(p -> System.out.println("  " + p));
            }
            System.out.println("seed " + seed + " " + outcome.messages() + " messages "
                    + (System.nanoTime() - beganNs) / 1_000_000 + " ms " + Long.toHexString(outcome.digest()));
        }
        System.out.println(failed + " of " + count + " failed, " + messages + " messages\n" + all);
    }
}
