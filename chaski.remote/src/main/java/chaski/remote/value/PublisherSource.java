package chaski.remote.value;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A publisher of this node that peers can subscribe to. If an export returned it, its streams end with that export, and
 * with the grant of the call. Thread-safe. */
public final class PublisherSource {

    private final Flow.Publisher<?> publisher;
    private final ValueType items;
    private volatile @Nullable Owner owner;
    private volatile Supplier<Optional<String>> access = Optional::empty;

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
     * Binds it to the grants by which it was returned.
     *
     * @param decision why they do not allow it any more; empty while they do
     */
    public void setAccess(Supplier<Optional<String>> decision) {
        access = decision;
    }

    /** {@return why the grants do not allow its streams any more; empty while they do} */
    public Optional<String> refusal() {
        return access.get();
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
