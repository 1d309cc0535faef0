package chaski.bench;

import java.util.List;
import java.util.Locale;

/** A workload. Contenders are compared by its first metric. */
enum Workload {
    /** One publisher and one subscriber, as fast as they can. */
    W1("one publisher to one subscriber, two processes on loopback"),
    /** Request and reply, one at a time. */
    W3("round trips, one at a time, published both ways by the receiving thread");

    private final String description;

    Workload(String description) {
        this.description = description;
    }

    static Workload named(String name) {
        for (Workload workload : values()) {
            if (workload.name().equals(name.toUpperCase(Locale.ROOT))) {
                return workload;
            }
        }
        throw new IllegalArgumentException("expected a workload of " + List.of(values()) + ", got '" + name + "'");
    }

    String description() {
        return description;
    }

    List<Metric> metrics() {
        return switch (this) {
            case W1 -> List.of(Metric.MESSAGES_PER_SECOND, Metric.CPU_US_PER_MESSAGE);
            case W3 -> List.of(Metric.P50_US, Metric.P99_US, Metric.CPU_US_PER_TRIP);
        };
    }

    /** {@return the payloads that are measured by default} */
    List<Integer> payloadBytes() {
        return switch (this) {
            case W1 -> List.of(16, 100, 1024, 65536);
            case W3 -> List.of(100);
        };
    }
}
