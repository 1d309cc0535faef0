package chaski.remote.value;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher of this node that peers can subscribe to. If an export returned it, its streams end with that export. Thread-safe. */
public final class PublisherSource {

    private final Flow.Publisher<?> publisher;
    private final ValueType items;
    private volatile @Nullable Owner owner;

    /**
     * Creates a source.
     *
     * @param publisher the publisher
     * @param items how its items are encoded
     */
    public PublisherSource(Flow.Publisher<?> publisher, ValueType items) {
        this.publisher = publisher;
        this.items = items;
    }

    /** The export that returned a publisher, which accepts no more subscribers once it is withdrawn. */
    public interface Owner {

        /**
         * Counts the beginning of a stream.
         *
         * @param stop ends the stream
         * @return false if it must not begin
         */
        boolean begin(Runnable stop);

        /**
         * Counts the end of a stream.
         *
         * @param stop as given to {@link #begin}
         */
        void end(Runnable stop);
    }

    /** {@return the publisher} */
    public Flow.Publisher<?> publisher() {
        return publisher;
    }

    /** {@return how its items are encoded} */
    public ValueType items() {
        return items;
    }

    /**
     * Binds it to the export that returned it.
     *
     * @param giver admits new streams
     */
    public void setOwner(Owner giver) {
        owner = giver;
    }

    /**
     * A stream begins.
     *
     * @param stop ends the stream
     * @return false if it must not begin
     */
    public boolean begin(Runnable stop) {
        Owner giver = owner;
        return giver == null || giver.begin(stop);
    }

    /**
     * A stream that began has ended.
     *
     * @param stop as given to {@link #begin}
     */
    public void end(Runnable stop) {
        Owner giver = owner;
        if (giver != null) {
            giver.end(stop);
        }
    }
}
