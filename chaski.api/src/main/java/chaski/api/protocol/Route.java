package chaski.api.protocol;

import chaski.api.NodeId;
import chaski.api.TopicPattern;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way from one publisher to all peers with a matching declaration.
 *
 * <p>{@code offer} is called by one thread at a time (the publisher's lock); the other methods are thread-safe.
 */
@ProviderType
public interface Route extends AutoCloseable {

    /** The result of {@code offer} when a peer or one of this node's own declarations has no room or no credit. */
    int BLOCKED = -1;

    /** The least a message costs, so that a window bounds the number of messages, too. */
    long MIN_COST = 128;

    /** The most bytes, head and body, that {@link #datagram} takes: they fit into the datagrams of every transport that has any. */
    int MAX_DATAGRAM_BYTES = 1_100;

    /**
     * Tells what a message costs of a window.
     *
     * @param bytes its length, head and body
     * @return the larger of {@link #MIN_COST} and the length
     */
    static long cost(long bytes) {
        return Math.max(MIN_COST, bytes);
    }

    /** {@return the number of this route on this node and incarnation, never reused} */
    long number();

    /** {@return how many declarations of peers match now} */
    int matched();

    /**
     * Gives one message to every matching peer, or to none, as the other {@code offer} does without own declarations.
     *
     * @param sequence the number of the message
     * @param head the first part
     * @param body the second part
     * @param receipt told how the message ended, or {@code null}
     * @param waiter a place in the line, or {@code null}
     * @return how many declarations of peers matched, or {@link #BLOCKED}
     */
    default int offer(
            long sequence, ByteBuffer head, ByteBuffer body, @Nullable Receipt receipt, @Nullable Waiter waiter) {
        return offer(sequence, head, body, List.of(), receipt, waiter);
    }

    /**
     * Gives one message to every matching peer, or to none. Never waits.
     *
     * <p>The caller gives the message to its own node's subscriptions by itself, but only once this method has taken room for it in their
     * windows, too. Own and peers' windows are so taken by one rule, and messages that wait at several nodes cannot wait for each other in a
     * circle.
     *
     * @param sequence the number of the message; grows with each message of this route
     * @param head the first part, at most 32 KiB, from position to limit; left as it is
     * @param body the second part, from position to limit; left as it is. Both are copied before this returns, and arrive as one;
     *     the sum of their lengths decides the cost
     * @param own this node's own declarations that get the message, too, in the order of their ids. On success {@link #cost} is taken in the
     *     window of each, and the caller gives it back with {@link DeclarationHandle#release}; otherwise in none
     * @param receipt told how the message ended, or {@code null}
     * @param waiter a place in the line as {@link #enter} gave it, or {@code null} for a message that does not wait
     * @return how many declarations of peers matched, 0 or more, or {@link #BLOCKED}; then nobody has the message
     * @throws chaski.api.LimitException when the message is larger than a message may be
     * @throws chaski.api.ClosedException when the route is closed
     */
    int offer(
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable Waiter waiter);

    /**
     * Gives one message to every matching peer, at most once, perhaps not at all, and out of order with others. Takes no credit, has no
     * outcome and never waits: where the way is not free at once, it is dropped and counted. Called as {@code offer} is.
     *
     * @param sequence the number of the message; grows with each message of this route
     * @param head the first part, from position to limit; left as it is
     * @param body the second part, likewise; both are copied before this returns
     * @return how many declarations matched
     * @throws chaski.api.LimitException when head and body are longer than {@link #MAX_DATAGRAM_BYTES}
     * @throws chaski.api.ClosedException when the route is closed
     */
    int datagram(long sequence, ByteBuffer head, ByteBuffer body);

    /**
     * Takes a place in line for one message that must go out, so that others cannot overtake it again and again. While it is kept, an
     * {@code offer} without it may find the way BLOCKED. What a BLOCKED attempt got of credit and of own windows is kept for the next
     * attempt of the same message, as long as it is waited for something behind it in the order of all windows.
     *
     * @param wake called, on any thread, whenever {@code offer} is worth another try; must not block
     * @return the place; leave it in any case
     */
    Waiter enter(Runnable wake);

    /**
     * Takes credit and room in own windows for a message that will be offered soon, as {@code offer} takes them for a message that waits:
     * in the order of all windows, keeping what it has while it waits for the next. Called as {@code offer} is.
     *
     * <p>When this succeeds, {@code offer} of a message of that length with the same place is not refused for lack of credit; room in the
     * logs is not kept. The place should be used or left soon, since others wait for what it keeps.
     *
     * @param bytes the length of the message, head and body
     * @param own as for {@code offer}
     * @param waiter a place as {@link #enter} gave it; its callback is called when another try is worth while
     * @return whether there is credit and room for the message everywhere, or {@code offer} would throw a {@link chaski.api.LimitException},
     *     however long the message waits
     */
    boolean reserve(long bytes, List<? extends DeclarationHandle> own, Waiter waiter);

    /**
     * Asks to be called once when {@code offer} is worth another try; at once if the way seems free.
     *
     * @param callback must not block
     * @return calls it off
     */
    Environment.Cancellable whenWritable(Runnable callback);

    /**
     * {@return whether the last {@code offer} was {@link #BLOCKED} by a peer that is in doubt now, see {@link PeerSession#isInDoubt}} Places
     * in line are woken when a peer that is in their way comes to be in doubt.
     */
    boolean isHeldUpByDoubt();

    /**
     * Finds the declaration that holds this route up. It is empty unless the last {@code offer} was {@link #BLOCKED} by a declaration whose
     * window had no room, of this node or of a peer that has a link and is not suspect; what holds up a route that does not offer is not known.
     *
     * @return the declaration, and how far it has come
     */
    Optional<Stall> stall();

    /** {@return how many messages were given to peers so far, counted once a peer} */
    long sent();

    /**
     * {@return how many of them have no outcome yet; it looks through the logs, so it is for statistics only}
     */
    long unconfirmed();

    /**
     * {@return completed when every message given so far has its outcome; never fails}
     */
    CompletionStage<Void> settled();

    /** Closes the route. What was accepted is still delivered. */
    @Override
    void close();

    /**
     * A declaration in whose window a message found no room.
     *
     * @param node the node that declared, which may be this one
     * @param name its name
     * @param declaration the number of the declaration on that node
     * @param pattern its topics
     * @param progress grows with each message that it takes or, if it is a peer's, with the credit that it gives; it stalls while this stays
     *     the same
     */
    record Stall(NodeId node, String name, long declaration, TopicPattern pattern, long progress) {

        /**
         * Compares.
         *
         * @param other another stall
         * @return whether the same declaration was as far
         */
        public boolean isSameAs(Stall other) {
            return node.equals(other.node) && declaration == other.declaration && progress == other.progress;
        }
    }

    /** A place in line. */
    @ProviderType
    interface Waiter extends AutoCloseable {

        /** Leaves the line; what was kept for the message is given up. */
        @Override
        void close();
    }

    /** Told how one message ended. */
    @FunctionalInterface
    interface Receipt {

        /**
         * Every peer that was sent the message has confirmed it, or its session has ended. Called once, on any thread, at once when
         * no peer was sent it; must not block.
         *
         * @param acknowledged how many peers confirmed
         * @param lost how many sessions ended before
         */
        void settled(int acknowledged, int lost);
    }
}
