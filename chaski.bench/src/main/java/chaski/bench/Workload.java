package chaski.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A workload. Contenders are compared by its first metric. */
enum Workload {
    /** One publisher and one subscriber, as fast as they can. */
    W1("one publisher to one subscriber, two processes on loopback"),
    /** Request and reply, one at a time. */
    W3("round trips, one at a time, published both ways by the receiving thread"),
    /** Calls of an object. */
    W5("calls of an object of the other process");

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
            case W5 ->
                List.of(
                        Metric.CALLS_PER_SECOND,
                        Metric.P50_US,
                        Metric.P99_US,
                        Metric.CPU_US_PER_CALL,
                        Metric.CALLER_BYTES_PER_CALL,
                        Metric.SERVER_BYTES_PER_CALL);
        };
    }

    /** {@return the loads that are measured by default} */
    List<Load> loads() {
        return switch (this) {
            case W1 -> Payload.ofBytes(16, 100, 1024, 65536);
            case W3 -> Payload.ofBytes(100);
            case W5 -> Stream.<Load>of(CallMode.values()).toList();
        };
    }

    /** {@return the roles of the listening and of the connecting child} */
    List<String> roles() {
        return switch (this) {
            case W1 -> List.of(ChildMain.RECEIVE, ChildMain.PUBLISH);
            case W3 -> List.of(ChildMain.ECHO, ChildMain.PING);
            case W5 -> List.of(ChildMain.SERVE, ChildMain.CALL);
        };
    }
}
