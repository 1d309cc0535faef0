package chaski.testkit.simulation;

import chaski.api.protocol.Environment;
import org.jspecify.annotations.Nullable;

/** An event planned for a time. Ordered by time, then by when it was planned. */
final class PlannedEvent implements Comparable<PlannedEvent>, Environment.Cancellable {

    private final EventQueue queue;
    private final long atNs;
    private final long number;
    private final Place place;
    private final String what;
    private @Nullable Runnable task;

    PlannedEvent(EventQueue queue, long atNs, long number, Place place, String what, Runnable task) {
        this.queue = queue;
        this.atNs = atNs;
        this.number = number;
        this.place = place;
        this.what = what;
        this.task = task;
    }

    /** The place of an event: a process, an environment, or outside of all. */
    interface Place {

        /** {@return the name for the log and the digest} */
        String name();

        /** {@return whether events can still happen here} */
        boolean alive();

        /**
         * Takes an event that cannot happen now because the place is paused.
         *
         * @return true if it was taken
         */
        boolean defer(PlannedEvent event);
    }

    long atNs() {
        return atNs;
    }

    Place place() {
        return place;
    }

    String what() {
        return what;
    }

    /** Takes the task, so that it runs at most once; {@code null} when it was cancelled. */
    @Nullable
    Runnable take() {
        Runnable taken = task;
        task = null;
        return taken;
    }

    boolean cancelled() {
        return task == null;
    }

    @Override
    public void cancel() {
        if (task != null) {
            task = null;
            queue.cancelled();
        }
    }

    @Override
    public int compareTo(PlannedEvent other) {
        int byTime = Long.compare(atNs, other.atNs);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}
