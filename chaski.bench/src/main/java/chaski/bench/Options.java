package chaski.bench;

import java.time.Duration;
import java.util.List;

/**
 * What to measure, and how to report it.
 *
 * @param workloads in this order
 * @param contenders run in this order
 * @param payloadBytes replaces those of a workload that has payloads, unless empty
 * @param modes replaces those of a workload that has modes, unless empty
 * @param rounds how often each contender runs
 * @param warmUp how long a run lasts before it is measured
 * @param measure how long it is measured
 * @param json true for one JSON object per line instead of a table
 * @param jvm how children are started
 */
record Options(
        List<Workload> workloads,
        List<String> contenders,
        List<Integer> payloadBytes,
        List<CallMode> modes,
        int rounds,
        Duration warmUp,
        Duration measure,
        boolean json,
        JvmCommand jvm) {

    Options {
        workloads = List.copyOf(workloads);
        contenders = List.copyOf(contenders);
        payloadBytes = List.copyOf(payloadBytes);
        modes = List.copyOf(modes);
    }

    /** {@return the loads of a workload to measure} */
    List<Load> loads(Workload workload) {
        boolean calls = workload == Workload.W5;
        List<Load> chosen = calls
                ? List.copyOf(modes)
                : payloadBytes.stream().<Load>map(Payload::new).toList();
        return chosen.isEmpty() ? workload.loads() : chosen;
    }

    /** {@return the contenders to measure that can run a load} */
    List<String> contenders(Load load) {
        return contenders.stream().filter(load.contenders()::contains).toList();
    }
}
