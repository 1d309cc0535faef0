package chaski.api.streamer;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription works. Start from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * SubscriptionOptions options = SubscriptionOptions.DEFAULT.queueBytes(1 << 20).onError(System.err::println);
 * }</pre>
 */
public final class SubscriptionOptions {

    /** The defaults. */
    public static final SubscriptionOptions DEFAULT = new SubscriptionOptions(new State());

    private final State state;

    private SubscriptionOptions(State state) {
        this.state = state;
    }

    /** {@return what happens when the queue is full; default {@link Overflow#BLOCK}} */
    public Overflow overflow() {
        return state.overflow;
    }

    /**
     * {@return the size of the queue; default 8 MiB, which is at most 65,536 messages} A message counts as the larger of its
     * length and 128 bytes, so this bounds the number of messages, too.
     */
    public long queueBytes() {
        return state.queueBytes;
    }

    /** {@return true if a handler is called on the I/O thread; default false} */
    public boolean inline() {
        return state.inline;
    }

    /** {@return what receives each payload that cannot be decoded and each exception of the handler; default: an event} */
    public Optional<Consumer<? super SubscriptionError>> onError() {
        return state.onError;
    }

    /**
     * Returns a copy with another overflow policy.
     *
     * @param value what happens when the queue is full
     * @return the copy
     */
    public SubscriptionOptions overflow(Overflow value) {
        return with(changed -> changed.overflow = Objects.requireNonNull(value));
    }

    /**
     * Returns a copy with another size of the queue.
     *
     * @param value 128 bytes to 1 GiB
     * @return the copy
     */
    public SubscriptionOptions queueBytes(long value) {
        return with(changed -> changed.queueBytes = Ranges.check("queueBytes", value, 128, 1L << 30));
    }

    /**
     * Returns a copy whose handler is called on the I/O thread, or is not.
     *
     * There it must never block: that would stop everything that arrives over the same link.
     *
     * @param value true to call it on the I/O thread
     * @return the copy
     */
    public SubscriptionOptions inline(boolean value) {
        return with(changed -> changed.inline = value);
    }

    /**
     * Returns a copy with a receiver of errors.
     *
     * @param value called on the thread that consumes; must not block
     * @return the copy
     */
    public SubscriptionOptions onError(Consumer<? super SubscriptionError> value) {
        return with(changed -> changed.onError = Optional.of(value));
    }

    private SubscriptionOptions with(Consumer<State> change) {
        return new SubscriptionOptions(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SubscriptionOptions that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "SubscriptionOptions" + state;
    }

    private static final class State extends ConfigState<State> {

        private Overflow overflow = Overflow.BLOCK;
        private long queueBytes = 8L << 20;
        private boolean inline;
        private Optional<Consumer<? super SubscriptionError>> onError = Optional.empty();

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("overflow", overflow),
                    Map.entry("queueBytes", queueBytes),
                    Map.entry("inline", inline),
                    Map.entry("onError", onError));
        }
    }
}
