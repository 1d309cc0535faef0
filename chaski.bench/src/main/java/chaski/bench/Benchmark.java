package chaski.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the contenders in turn, A B C A B C …, so that changes on the machine in the meantime affect all of them, and
 * reports each load as soon as it is complete.
 */
final class Benchmark {

    private final Options options;
    private final Report report;

    Benchmark(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    /**
     * Runs everything.
     *
     * @return true if every run succeeded
     * @throws TrialFailedException when interrupted; the interrupt status stays set
     */
    boolean run() {
        report.begin(options);
        boolean good = true;
        for (Workload workload : options.workloads()) {
            report.begin(workload);
            for (Load load : options.loads(workload)) {
                List<Series> all = run(workload, load);
                report.load(workload, all);
                good &= all.stream().allMatch(series -> series.failures().isEmpty());
            }
        }
        return good;
    }

    private List<Series> run(Workload workload, Load load) {
        Map<String, List<TrialSample>> samples = new LinkedHashMap<>();
        Map<String, List<String>> failures = new LinkedHashMap<>();
        for (int round = 1; round <= options.rounds(); round++) {
            for (String contender : options.contenders(load)) {
                Trial trial = new Trial(workload, contender, load, round);
                try {
                    samples.computeIfAbsent(contender, key -> new ArrayList<>()).add(trial.run(options));
                    trial.recordings(options.jvm()).forEach(report::recording);
                } catch (TrialFailedException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                    failures.computeIfAbsent(contender, key -> new ArrayList<>())
                            .add("round " + round + ": " + e.getMessage());
                }
            }
        }
        return options.contenders(load).stream()
                .map(name -> new Series(
                        name, load, samples.getOrDefault(name, List.of()), failures.getOrDefault(name, List.of())))
                .toList();
    }
}
