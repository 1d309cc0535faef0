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
 * A route from one publisher to all peers with a matching declaration.
 *
 * <p>{@code offer} is called by one thread at a time (the publisher's lock); the other methods are thread-safe.
 */
@ProviderType
public interface Route extends AutoCloseable {

    /** The result of {@code offer} when a peer or one of this node's own declarations has no room or no credit. */
    int BLOCKED = -1;

    /** The minimum cost of a message, so that a window bounds the number of messages too. */
    long MIN_COST = 128;

    /**
     * The most bytes, head and body, that {@link #datagram} takes: they fit into the link datagrams of every transport that has
     * any.
     */
    int MAX_DATAGRAM_BYTES = 1_100;

    /**
     * Returns the cost of a message in a window.
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
     * Offers one message to every matching peer, or to none, as the other {@code offer} does without own declarations.
     *
     * @param sequence the number of the message
     * @param head the first part
     * @param body the second part
     * @param receipt notified of the outcome of the message, or {@code null}
     * @param waiter a wait ticket, or {@code null}
     * @return how many declarations of peers matched, or {@link #BLOCKED}
     */
    default int offer(
            long sequence, ByteBuffer head, ByteBuffer body, @Nullable Receipt receipt, @Nullable Waiter waiter) {
        return offer(sequence, head, body, List.of(), receipt, waiter);
    }

    /**
     * Offers one message to every matching peer, or to none. Never waits.
     *
     * <p>The caller itself passes the message to the subscriptions of its own node, but only once this method has taken room for it
     * in their windows too. The windows of this node and of peers are thus taken by one rule, and messages that wait at several
     * nodes cannot wait for each other in a cycle.
     *
     * @param sequence the number of the message; increases with each message of this route
     * @param head the first part, at most 32 KiB, from position to limit; left as it is
     * @param body the second part, from position to limit; left as it is. Both are copied before this returns, and arrive as one;
     *     the sum of their lengths determines the cost
     * @param own this node's own declarations that receive the message too, in the order of their ids. On success {@link #cost} is
     *     taken in the window of each, and the caller returns it with {@link DeclarationHandle#release}; otherwise in none
     * @param receipt notified of the outcome of the message, or {@code null}
     * @param waiter a wait ticket from {@link #enter}, or {@code null} for a message that does not wait
     * @return how many declarations of peers matched, 0 or more, or {@link #BLOCKED}; then no peer has the message
     * @throws chaski.api.LimitException when the message exceeds the largest message
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
     * Offers one message to every matching peer, at most once, possibly not at all, and out of order with others. Takes
     * no credit, has no outcome and never waits: if it cannot be sent to a peer immediately, it is dropped and counted.
     * Called as {@code offer} is.
     *
     * @param sequence the number of the message; increases with each message of this route
     * @param head the first part, from position to limit; left as it is
     * @param body the second part, likewise; both are copied before this returns
     * @return how many declarations matched
     * @throws chaski.api.LimitException when head and body are longer than {@link #MAX_DATAGRAM_BYTES}
     * @throws chaski.api.ClosedException when the route is closed
     */
    int datagram(long sequence, ByteBuffer head, ByteBuffer body);

    /**
     * Takes a wait ticket for one message that must be sent, so that others cannot overtake it repeatedly. While the ticket is
     * held, an {@code offer} without it may be BLOCKED. Credit and room in own windows that a BLOCKED attempt took are kept for the
     * next attempt of the same message, as long as it waits for something later in the order of all windows.
     *
     * @param wake called, on any thread, whenever {@code offer} is worth another try; must not block
     * @return the ticket; must be closed in any case
     */
    Waiter enter(Runnable wake);

    /**
     * Takes credit and room in own windows for a message that will be offered soon, as {@code offer} takes them for a message that
     * waits: in the order of all windows, keeping what it has while it waits for the next. Called as {@code offer} is.
     *
     * <p>When this succeeds, {@code offer} of a message of that length with the same ticket is not refused for lack of credit; room
     * in the logs is not kept. The ticket should be used or closed soon, since others wait for what it keeps.
     *
     * @param bytes the length of the message, head and body
     * @param own as for {@code offer}
     * @param waiter a wait ticket from {@link #enter}; its callback is called when another try is worthwhile
     * @return true if there is credit and room for the message everywhere, or if {@code offer} would throw a
     *     {@link chaski.api.LimitException}, however long the message waits
     */
    boolean reserve(long bytes, List<? extends DeclarationHandle> own, Waiter waiter);

    /**
     * Registers a callback, which is called once when {@code offer} is worth another try; immediately if nothing seems
     * to block it.
     *
     * @param callback must not block
     * @return cancels the registration
     */
    Environment.Cancellable whenWritable(Runnable callback);

    /**
     * {@return whether the last {@code offer} was {@link #BLOCKED} by a peer that is in doubt now, see
     * {@link PeerSession#isInDoubt}} The holders of wait tickets are woken when a peer that blocks them becomes in doubt.
     */
    boolean isHeldUpByDoubt();

    /**
     * Finds the declaration that blocks this route. It is empty unless the last {@code offer} was {@link #BLOCKED} by a declaration
     * whose window had no room, of this node or of a peer that has a link and is not suspect. For a route that does not offer, the
     * cause is not known.
     *
     * @return the declaration and its progress
     */
    Optional<Stall> stall();

    /** {@return how many messages were passed to peers so far, counted once for each peer} */
    long sent();

    /** {@return how many of them have no outcome yet; scans the logs, so it is for statistics only} */
    long unconfirmed();

    /** {@return completed when every message offered so far has its outcome; never fails} */
    CompletionStage<Void> settled();

    /** Closes the route. Accepted messages are still delivered. */
    @Override
    void close();

    /**
     * A declaration in whose window a message found no room.
     *
     * @param node the node that declared, which may be this one
     * @param name its name
     * @param declaration the number of the declaration on that node
     * @param pattern its topics
     * @param progress grows with each message that it takes or, for a declaration of a peer, with the credit that it grants; the
     *     declaration is stalled while this stays the same
     */
    record Stall(NodeId node, String name, long declaration, TopicPattern pattern, long progress) {

        /**
         * Compares the progress of two stalls.
         *
         * @param other another stall
         * @return whether both are of the same declaration with the same progress
         */
        public boolean isSameAs(Stall other) {
            return node.equals(other.node) && declaration == other.declaration && progress == other.progress;
        }
    }

    /** A wait ticket: the place of a waiting message in the engine's queues. */
    @ProviderType
    interface Waiter extends AutoCloseable {

        /** Gives up the place and releases what was kept for the message. */
        @Override
        void close();
    }

    /** Notified of the outcome of one message. */
    @FunctionalInterface
    interface Receipt {

        /**
         * Called when every peer that was sent the message has acknowledged it, or its session has ended. Called once,
         * on any thread, immediately if no peer was sent it; must not block.
         *
         * @param acknowledged how many peers acknowledged it
         * @param lost how many sessions ended before
         */
        void settled(int acknowledged, int lost);
    }
}
