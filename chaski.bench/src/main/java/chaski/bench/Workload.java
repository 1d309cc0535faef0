package chaski.bench;

import java.util.List;
import java.util.Locale;

/** What is done; the first metric is the one that contenders are compared by. */
enum Workload {
    /** One publisher, one subscriber, as fast as they can. */
    W1(
            "one publisher to one subscriber, two processes on loopback",
            List.of(Metric.MESSAGES_PER_SECOND, Metric.CPU_US_PER_MESSAGE),
            List.of(16, 100, 1024, 65536)),
    /** Request and reply, one at a time. */
    W3(
            "round trips, one at a time, published both ways by the receiving thread",
            List.of(Metric.P50_US, Metric.P99_US, Metric.CPU_US_PER_TRIP),
            List.of(100));

    private final String description;
    private final List<Metric> metrics;
    private final List<Integer> payloadBytes;

    Workload(String description, List<Metric> metrics, List<Integer> payloadBytes) {
        this.description = description;
        this.metrics = metrics;
        this.payloadBytes = payloadBytes;
    }

    static Workload named(String name) {
        for (Workload workload : values()) {
            if (workload.name().equals(name.toUpperCase(Locale.ROOT))) {
                return workload;
            }
        }
        throw new UsageException("expected a workload of " + List.of(values()) + ", got '" + name + "'");
    }

    String description() {
        return description;
    }

    List<Metric> metrics() {
        return metrics;
    }

    /** {@return the payloads measured unless others are asked for} */
    List<Integer> payloadBytes() {
        return payloadBytes;
    }
}
