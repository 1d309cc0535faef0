package chaski.itest.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Runs scenarios, most of them several at a time, and prints one line for each: {@code PASS} or {@code FAIL}, its name,
 * and the measurements. The exit status is 0 if all passed.
 */
public final class ScenarioRunner {

    private static final int AT_A_TIME = 3;

    private ScenarioRunner() {}

    /**
     * Runs the given scenarios, or all.
     *
     * @param args the names, for example {@code killed-caller}
     */
    public static void main(String[] args) {
        List<Scenario> scenarios = args.length == 0
                ? List.of(Scenario.values())
                : Arrays.stream(args).map(Scenario::named).toList();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<CompletableFuture<Boolean>> results = new ArrayList<>();
        scenarios.stream()
                .filter(scenario -> !scenario.isAlone())
                .forEach(scenario -> results.add(CompletableFuture.supplyAsync(() -> passes(scenario), threads)));
        boolean passed = results.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd);
        for (Scenario scenario : scenarios) {
            passed &= !scenario.isAlone() || passes(scenario);
        }
        System.out.flush();
        // Nodes and threads of a scenario that failed may never end.
        Runtime.getRuntime().halt(passed ? 0 : 1);
    }

    private static boolean passes(Scenario scenario) {
        ScenarioContext context = new ScenarioContext(scenario.argument());
        CompletableFuture<Void> run = context.start("main", () -> {
            scenario.run(context);
            return null;
        });
        try {
            run.get(Scenario.LIMIT.toSeconds(), TimeUnit.SECONDS);
            print("PASS", context, "");
            return true;
        } catch (ExecutionException e) {
            fail(context, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            fail(context, "not finished after " + Scenario.LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(context, "interrupted");
        } finally {
            context.close();
        }
        return false;
    }

    private static void fail(ScenarioContext context, String reason) {
        print("FAIL", context, reason.replace('\n', ' ') + "; ");
        System.err.println(context.name() + ": " + reason + "\n" + stacks());
    }

    private static void print(String verdict, ScenarioContext context, String reason) {
        System.out.println(verdict + " " + context.name() + " " + reason + String.join(", ", context.figures()));
    }

    private static String stacks() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("chaski.")))
                .map(entry -> entry.getKey().getName() + " " + entry.getKey().getState()
                        + Arrays.stream(entry.getValue())
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }
}
