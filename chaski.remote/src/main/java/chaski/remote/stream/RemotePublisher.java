package chaski.remote.stream;

import chaski.remote.line.Line;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;

/** Stands for a publisher of another node: each subscription opens a stream. Thread-safe. */
public final class RemotePublisher implements Flow.Publisher<Object> {

    private final Streams streams;
    private final Line line;
    private final LongSupplier number;
    private final Reading reading;

    RemotePublisher(Streams streams, Line line, LongSupplier number, Reading reading) {
        this.streams = streams;
        this.line = line;
        this.number = number;
        this.reading = reading;
    }

    /** {@return the way to the publisher} */
    public Line line() {
        return line;
    }

    /** {@return its number there} */
    public long number() {
        return number.getAsLong();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        try {
            streams.subscribe(line, number, reading, Objects.requireNonNull(subscriber, "subscriber"));
        } finally {
            Reference.reachabilityFence(this); // it is released when it is collected, and must be subscribed to before
        }
    }

    @Override
    public String toString() {
        return "publisher of " + line;
    }
}
