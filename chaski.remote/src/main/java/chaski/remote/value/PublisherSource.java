package chaski.remote.value;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher of this node that peers may subscribe to. What was given by an export ends with it, if it is told so. Thread-safe. */
public final class PublisherSource {

    private final Flow.Publisher<?> publisher;
    private final ValueType items;
    private volatile @Nullable Owner owner;

    /**
     * Nobody may subscribe yet.
     *
     * @param publisher the publisher
     * @param items how its items travel
     */
    public PublisherSource(Flow.Publisher<?> publisher, ValueType items) {
        this.publisher = publisher;
        this.items = items;
    }

    /** What gave a publisher, and takes no more subscribers when it is withdrawn. */
    public interface Owner {

        /**
         * Counts a stream in.
         *
         * @param stop ends the stream
         * @return whether it may begin
         */
        boolean begin(Runnable stop);

        /**
         * Counts a stream out.
         *
         * @param stop as given
         */
        void end(Runnable stop);
    }

    /** {@return the publisher} */
    public Flow.Publisher<?> publisher() {
        return publisher;
    }

    /** {@return how its items travel} */
    public ValueType items() {
        return items;
    }

    /**
     * Binds it to what gave it.
     *
     * @param giver decides on new streams
     */
    public void setOwner(Owner giver) {
        owner = giver;
    }

    /**
     * A stream begins.
     *
     * @param stop ends the stream
     * @return whether it may begin
     */
    public boolean begin(Runnable stop) {
        Owner giver = owner;
        return giver == null || giver.begin(stop);
    }

    /**
     * A stream that began has ended.
     *
     * @param stop as given
     */
    public void end(Runnable stop) {
        Owner giver = owner;
        if (giver != null) {
            giver.end(stop);
        }
    }
}
