package chaski.streamer.simulation;

import chaski.testkit.Coverage;
import java.util.function.LongFunction;

/** Runs one seed and returns the errors; created by reflection, so that it can be loaded with changed classes. */
public final class StreamerWorldSeed implements LongFunction<String> {

    /** Used by reflection. */
    public StreamerWorldSeed() {}

    @Override
    public String apply(long seed) {
        return String.join("\n", new StreamerWorld(seed, true).run().problems());
    }

    /**
     * Runs seeds from the command line.
     *
     * @param arguments the first seed and how many
     */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        int shown = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 400;
        Coverage<WorldSituation> all = new Coverage<>(WorldSituation.class);
        long messages = 0;
        int failed = 0;
        long slowestMs = 0;
        for (long seed = first; seed < first + count; seed++) {
            long beganNs = System.nanoTime();
            StreamerWorld.Outcome outcome = new StreamerWorld(seed).run();
            slowestMs = Math.max(slowestMs, (System.nanoTime() - beganNs) / 1_000_000);
            all.addAll(outcome.coverage());
            messages += outcome.messages();
            if (!outcome.problems().isEmpty()) {
                failed++;
                System.out.println("seed " + seed + " failed:");
                outcome.problems().stream()
                        .limit(4)
                        .forEach(p -> System.out.println("  " + p.substring(0, Math.min(p.length(), shown))));
            }
        }
        System.out.println(
                failed + " of " + count + " failed, " + messages + " messages, slowest " + slowestMs + " ms\n" + all);
    }
}
