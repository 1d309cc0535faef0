package chaski.node.session;

import chaski.api.ConfigurationException;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.routing.Router;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The channels that are open on this node. Thread-safe; handlers are called without the lock. */
public final class Channels {

    private static final int MAX_NUMBER = 255;

    private final NodeContext context;
    private final SessionTable sessions;
    private final Declarations declarations;
    private final Router router;
    private final Map<Integer, DefaultChannel> byNumber = new TreeMap<>();

    Channels(NodeContext context, SessionTable sessions, Declarations declarations, Router router) {
        this.context = context;
        this.sessions = sessions;
        this.declarations = declarations;
        this.router = router;
    }

    /**
     * Opens a channel.
     *
     * @param number 1 to 255
     * @param name for counters and errors
     * @param handler receives what peers send
     * @return the channel
     */
    public Channel open(int number, String name, ChannelHandler handler) {
        if (number < 1 || number > MAX_NUMBER) {
            throw new ConfigurationException("channel number: expected 1 to " + MAX_NUMBER + ", got " + number);
        }
        DefaultChannel channel = new DefaultChannel(
                context,
                declarations,
                router,
                number,
                name,
                handler,
                session -> ((Session) session).sendChannel(),
                (closed, patienceNs) -> closed(closed, patienceNs));
        synchronized (this) {
            DefaultChannel taken = byNumber.putIfAbsent(number, channel);
            if (taken != null) {
                throw new ConfigurationException(
                        "channel number " + number + ": expected a free one, it is taken by " + taken.name());
            }
        }
        context.environment()
                .execute(() -> sessions.evenProposed().forEach(s -> s.channels().opened(channel)));
        return channel;
    }

    /**
     * Removes a closed channel from all sessions, and frees its number. A session whose I/O thread is inside the
     * channel for longer than {@code patienceNs} is left to the control loop, as is a session in whose code the caller
     * itself runs.
     */
    void closed(DefaultChannel channel, long patienceNs) {
        long untilNs = context.environment().nanoTime() + patienceNs;
        for (Session session : sessions.evenProposed()) {
            long leftNs = Math.max(0, untilNs - context.environment().nanoTime());
            if (!session.channels().tryClose(channel, leftNs)) {
                context.environment().execute(() -> session.channels().closed(channel));
            }
        }
        synchronized (this) {
            byNumber.remove(channel.number(), channel);
        }
    }

    /** Notifies the channels that a peer is now in doubt, or no longer is. Called on the control loop. */
    void doubtChanged(Session session) {
        List<DefaultChannel> open;
        synchronized (this) {
            open = List.copyOf(byNumber.values());
        }
        open.forEach(session.channels()::doubtChanged);
    }

    /** Notifies the channels that the grants of this node may have changed. Called on the control loop. */
    void accessChanged() {
        List<DefaultChannel> open;
        synchronized (this) {
            open = List.copyOf(byNumber.values());
        }
        open.forEach(
                channel -> channel.calls().run("the handler of changed grants", channel.handler()::onAccessChanged));
    }

    /** Opens the channels in a new session, before its first byte can arrive. Called on the control loop. */
    void sessionMade(Session session) {
        List<DefaultChannel> open;
        synchronized (this) {
            open = List.copyOf(byNumber.values());
        }
        open.forEach(session.channels()::opened);
    }
}
