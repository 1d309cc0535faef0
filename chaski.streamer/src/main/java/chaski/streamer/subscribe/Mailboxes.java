package chaski.streamer.subscribe;

import chaski.api.Topic;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Declaration;
import java.util.List;

/**
 * The mailboxes of one node, open ones and those that still drain, by pattern. Thread-safe.
 *
 * <p>Frequent callers cache the result of {@link #match} as long as the {@link #version} is the one read before the
 * call.
 */
public final class Mailboxes {

    private final Runnable onChange;
    private final PatternTree<Mailbox> tree = new PatternTree<>();
    private volatile long version;

    /**
     * Creates it without mailboxes.
     *
     * @param onChange called after each change, without a lock
     */
    public Mailboxes(Runnable onChange) {
        this.onChange = onChange;
    }

    /** {@return a number that grows with each change} */
    public long version() {
        return version;
    }

    /**
     * Declares a mailbox and registers it. A peer may apply the declaration and send before the engine's call returns;
     * the I/O thread then waits here for the few instructions until the mailbox is registered.
     *
     * @param mailbox not declared yet
     * @param channel the channel to declare it on
     * @param windowBytes the size of the window
     */
    void open(Mailbox mailbox, Channel channel, long windowBytes) {
        synchronized (this) {
            mailbox.declaredAs(channel.declare(new Declaration(mailbox.pattern(), windowBytes)));
            tree.add(mailbox.pattern(), mailbox);
            version = version + 1;
        }
        onChange.run();
    }

    /** Removes a mailbox. */
    void remove(Mailbox mailbox) {
        boolean removed;
        synchronized (this) {
            removed = tree.remove(mailbox.pattern(), mailbox);
            version = removed ? version + 1 : version;
        }
        if (removed) {
            onChange.run();
        }
    }

    /** A mailbox does not accept messages of local publishers any more. */
    void drained() {
        synchronized (this) {
            version = version + 1;
        }
        onChange.run();
    }

    /**
     * Finds mailboxes.
     *
     * @param topic a topic
     * @return the mailboxes with a matching pattern, open or draining
     */
    public synchronized List<Mailbox> match(Topic topic) {
        return tree.match(topic);
    }
}
