package chaski.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one contender: two fresh processes, a warm-up, a measurement, a check that everything arrived. The
 * processes are fresh, so that no run profits from what another one has compiled or allocated.
 *
 * @param workload the workload
 * @param contender the contender
 * @param load what it runs
 * @param round the number of the round
 */
record Trial(Workload workload, String contender, Load load, int round) {

    /** The longest that a JVM, a node and a pairing take on a busy machine. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration METER_TIMEOUT = Duration.ofSeconds(10);

    /** Longer than the child itself waits for the rest. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(40);

    private static final double US_PER_S = 1e6;
    private static final double NS_PER_US = 1e3;

    /**
     * Runs it.
     *
     * @throws TrialFailedException when a process failed, was silent for too long, or messages were lost, repeated or
     * swapped
     */
    TrialSample run(Options options) {
        return run(options, workload.roles().get(0), workload.roles().get(1));
    }

    /** {@return the recordings of this run's processes} */
    List<Path> recordings(JvmCommand jvm) {
        return workload.roles().stream()
                .map(this::name)
                .map(jvm::recording)
                .flatMap(Optional::stream)
                .toList();
    }

    private TrialSample run(Options options, String listening, String connecting) {
        try (ChildProcess listener = start(options, listening);
                ChildProcess connector = start(options, connecting)) {
            connector.send(listener.await(ChildControl.READY, START_TIMEOUT));
            connector.await(ChildControl.READY, START_TIMEOUT);
            connector.awaitSilence(options.warmUp());
            Meter listenerBefore = meter(listener);
            Meter connectorBefore = meter(connector);
            connector.awaitSilence(options.measure());
            Meter listenerAfter = meter(listener);
            Meter connectorAfter = meter(connector);
            double perSecond = listenerAfter.countPerSecond(listenerBefore);
            double busy = listenerAfter.busyProcessors(listenerBefore) + connectorAfter.busyProcessors(connectorBefore);
            String finished = finish(connector, 0);
            return new TrialSample(
                    round,
                    switch (workload) {
                        case W1 -> throughput(listener, finished, perSecond, busy);
                        case W3 -> roundTrips(finished, perSecond, busy);
                        case W5 -> {
                            Map<Metric, Double> figures = new EnumMap<>(Metric.class);
                            figures.put(Metric.CALLS_PER_SECOND, perSecond);
                            figures.put(Metric.CPU_US_PER_CALL, busy / perSecond * US_PER_S);
                            figures.put(Metric.CALLER_BYTES_PER_CALL, connectorAfter.bytesPerCount(connectorBefore));
                            figures.put(Metric.SERVER_BYTES_PER_CALL, listenerAfter.bytesPerCount(listenerBefore));
                            figures.putAll(durations(finished));
                            yield figures;
                        }
                    });
        }
    }

    private static Map<Metric, Double> throughput(
            ChildProcess receiver, String finished, double perSecond, double busy) {
        long sent = numbers(finished, 1)[0];
        long[] received = numbers(finish(receiver, sent), 2);
        if (received[0] != sent || received[1] != 0) {
            throw new TrialFailedException("of " + sent + " messages " + received[0] + " arrived, and " + received[1]
                    + " were not the next in order");
        }
        return Map.of(Metric.MESSAGES_PER_SECOND, perSecond, Metric.CPU_US_PER_MESSAGE, busy / perSecond * US_PER_S);
    }

    private static Map<Metric, Double> roundTrips(String finished, double perSecond, double busy) {
        Map<Metric, Double> figures = new EnumMap<>(durations(finished));
        figures.put(Metric.CPU_US_PER_TRIP, busy / perSecond * US_PER_S);
        return figures;
    }

    /** {@return the percentiles, if durations were recorded} */
    private static Map<Metric, Double> durations(String finished) {
        long[] numbers = numbers(finished, 3);
        if (numbers[2] != 0) {
            throw new TrialFailedException(numbers[2] + " answers were not what was expected");
        }
        return numbers[0] == 0
                ? Map.of()
                : Map.of(Metric.P50_US, numbers[0] / NS_PER_US, Metric.P99_US, numbers[1] / NS_PER_US);
    }

    private ChildProcess start(Options options, String role) {
        String name = name(role);
        return ChildProcess.start(name, options.jvm().line(name, List.of(role, contender, load.argument())));
    }

    private String name(String role) {
        return workload + "-" + contender + "-" + load.argument() + "-" + round + "-" + role;
    }

    private static Meter meter(ChildProcess child) {
        child.send(ChildControl.METER);
        return Meter.parse(child.await(ChildControl.METER, METER_TIMEOUT));
    }

    private static String finish(ChildProcess child, long expected) {
        child.send("finish " + expected);
        return child.await(ChildControl.FINISHED, FINISH_TIMEOUT);
    }

    private static long[] numbers(String text, int count) {
        String[] words = text.split(" ", -1);
        if (words.length != count) {
            throw new TrialFailedException("expected " + count + " numbers, got '" + text + "'");
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return numbers;
    }
}
