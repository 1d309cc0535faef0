package chaski.bench;

import java.util.Locale;

/** A measured quantity, and how it is printed. */
enum Metric {
    /** Messages a second, at the receiver. */
    MESSAGES_PER_SECOND("messages/s", "messagesPerSecond", "%,.0f", 10),
    /** Processor time of publisher and subscriber for a message, in microseconds. */
    CPU_US_PER_MESSAGE("CPU µs/msg", "cpuUsPerMessage", "%.3f", 7),
    /** The median of the round trips, in microseconds. */
    P50_US("p50 µs", "p50Us", "%,.1f", 8),
    /** The 99th percentile of the round trips, in microseconds. */
    P99_US("p99 µs", "p99Us", "%,.1f", 8),
    /** Processor time of both sides for a round trip, in microseconds. */
    CPU_US_PER_TRIP("CPU µs/trip", "cpuUsPerTrip", "%.1f", 6),
    /** Calls a second. */
    CALLS_PER_SECOND("calls/s", "callsPerSecond", "%,.0f", 8),
    /** Processor time of both sides for a call, in microseconds. */
    CPU_US_PER_CALL("CPU µs/call", "cpuUsPerCall", "%.1f", 6),
    /** Bytes that the caller's side allocates for a call. */
    CALLER_BYTES_PER_CALL("caller B", "callerBytesPerCall", "%,.0f", 7),
    /** Bytes that the side of the called object allocates for a call. */
    SERVER_BYTES_PER_CALL("server B", "serverBytesPerCall", "%,.0f", 7);

    private final String title;
    private final String key;
    private final String format;
    private final int digits;

    Metric(String title, String key, String format, int digits) {
        this.title = title;
        this.key = key;
        this.format = format;
        this.digits = digits;
    }

    /** {@return the title of its column} */
    String title() {
        return title;
    }

    /** {@return the usual maximum width of a figure, in characters} */
    int digits() {
        return digits;
    }

    /** {@return its name in JSON} */
    String key() {
        return key;
    }

    /** Formats a figure for people, in English notation. */
    String show(double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
