package chaski.node.session;

import chaski.node.receive.RecordReceiver;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The channels of this node within one session, under the lock of what arrives. Thread-safe. */
final class SessionChannels {

    private final Session session;
    private final RecordReceiver receiver;
    private final ChannelDispatcher dispatcher;

    SessionChannels(Session session, RecordReceiver receiver, ChannelDispatcher dispatcher) {
        this.session = session;
        this.receiver = receiver;
        this.dispatcher = dispatcher;
    }

    /** A channel has opened. What the peer answers to what its handler sends at once waits until the handler is there. */
    void opened(DefaultChannel channel) {
        locked(() -> dispatcher.opened(channel));
    }

    /** A channel has closed. */
    void closed(DefaultChannel channel) {
        locked(() -> dispatcher.closed(channel));
    }

    /** A channel has closed; false if its code runs here for longer than that, or is what calls, and nothing was done. */
    boolean tryClose(DefaultChannel channel, long patienceNs) {
        if (receiver.lock.isHeldByCurrentThread() || !tryLock(patienceNs)) {
            return false;
        }
        try {
            dispatcher.closed(channel);
            return true;
        } finally {
            receiver.lock.unlock();
        }
    }

    private boolean tryLock(long patienceNs) {
        try {
            return receiver.lock.tryLock(patienceNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return receiver.lock.tryLock();
        }
    }

    /** Notifies a channel that the peer is in doubt now, or is not any more. */
    void doubtChanged(DefaultChannel channel) {
        boolean open;
        receiver.lock.lock();
        try {
            open = dispatcher.isOpen(channel);
        } finally {
            receiver.lock.unlock();
        }
        if (open) {
            channel.calls().run("the handler of doubts", () -> channel.handler().onDoubt(session, session.isInDoubt()));
        }
    }

    /** All that has arrived on a link was read: handlers that collect messages are called. */
    void idle() {
        receiver.lock.lock();
        try {
            dispatcher.idle();
        } finally {
            receiver.lock.unlock();
        }
    }

    /** Runs something if the session accepts what comes from that link. */
    void whileReceiving(LinkPart from, @Nullable LinkPart auxiliary, Consumer<ChannelDispatcher> task) {
        locked(() -> {
            if (receiver.accepts(from, auxiliary)) {
                task.accept(dispatcher);
            }
        });
    }

    /** Nothing arrives any more. */
    void end() {
        locked(() -> {
            receiver.end();
            dispatcher.ended();
        });
    }

    private void locked(Runnable task) {
        receiver.lock.lock();
        try {
            task.run();
        } finally {
            receiver.lock.unlock();
        }
    }
}
