package chaski.node.session;

import chaski.api.protocol.PeerSession;
import chaski.node.receive.Reassembly;
import chaski.node.receive.RecordReceiver;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The channels of this node within one session, guarded by the lock of the receiving side. Thread-safe. */
final class SessionChannels {

    private final PeerSession session;
    private final RecordReceiver receiver;
    private final ChannelDispatcher dispatcher;

    SessionChannels(
            SessionResources shared,
            PeerSession session,
            DeclarationExchange exchange,
            SessionAccess access,
            Reassembly reassembly) {
        this.session = session;
        this.dispatcher = new ChannelDispatcher(
                session,
                exchange,
                access,
                shared.declarations(),
                reassembly,
                shared.context().routeLimit());
        this.receiver = new RecordReceiver(dispatcher);
    }

    /** {@return the receiving side, which passes records to the dispatcher} */
    RecordReceiver receiver() {
        return receiver;
    }

    /** {@return what passes records to the channels} */
    ChannelDispatcher dispatcher() {
        return dispatcher;
    }

    /**
     * Opens a channel in this session. The peer's answers to what the handler sends immediately wait until the handler
     * is installed.
     */
    void opened(DefaultChannel channel) {
        locked(() -> dispatcher.opened(channel));
    }

    /** Closes a channel in this session. */
    void closed(DefaultChannel channel) {
        locked(() -> dispatcher.closed(channel));
    }

    /**
     * Tries to close a channel in this session. Returns false, and does nothing, if its code runs here for longer than
     * {@code patienceNs} or is itself the caller.
     */
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

    /** Notifies a channel that the peer is now in doubt, or no longer is. */
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

    /** Notifies the channels that decisions on the peer may have changed. */
    void accessChanged() {
        locked(dispatcher::accessChanged);
    }

    /** Runs a task if the session accepts data from that link. */
    void whileReceiving(Object from, @Nullable Object auxiliary, Consumer<ChannelDispatcher> task) {
        locked(() -> {
            if (receiver.accepts(from, auxiliary)) {
                task.accept(dispatcher);
            }
        });
    }

    /** Ends the receiving direction: nothing arrives any more. */
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
