package chaski.bench;

import java.util.List;

/** The ways in which calls are made. */
enum CallMode implements Load {
    /** {@code add(int, int)}, one call after another. */
    ADD("add", 1, false, false),
    /** {@code add(int, int)} by 64 threads that wait. */
    ADD_64("add-64", 64, false, false),
    /** A record is sent and returned, by 64 threads that wait. */
    ECHO_64("echo-64", 64, true, false),
    /** {@code add(int, int)}, 64 calls pending at a time. */
    ADD_ASYNC("add-async", 64, false, true),
    /** A record is sent and returned, 64 calls pending at a time. */
    ECHO_ASYNC("echo-async", 64, true, true);

    private final String label;
    private final int pending;
    private final boolean echo;
    private final boolean async;

    CallMode(String label, int pending, boolean echo, boolean async) {
        this.label = label;
        this.pending = pending;
        this.echo = echo;
        this.async = async;
    }

    static CallMode named(String label) {
        for (CallMode mode : values()) {
            if (mode.label.equals(label)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("expected a mode of " + labels() + ", got '" + label + "'");
    }

    static List<String> labels() {
        return List.of(values()).stream().map(CallMode::label).toList();
    }

    /** {@return how many calls are pending at the same time} */
    int pending() {
        return pending;
    }

    /** {@return true for a record, false for {@code add}} */
    boolean isEcho() {
        return echo;
    }

    /** {@return true if one thread makes all calls and none waits} */
    boolean isAsync() {
        return async;
    }

    @Override
    public String argument() {
        return label;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String json() {
        return "\"mode\":\"" + label + "\"";
    }

    /** RMI has no asynchronous calls. */
    @Override
    public List<String> contenders() {
        return async
                ? List.of(ContenderFactory.NETTY, ContenderFactory.CHASKI)
                : List.of(ContenderFactory.RMI, ContenderFactory.NETTY, ContenderFactory.CHASKI);
    }
}
