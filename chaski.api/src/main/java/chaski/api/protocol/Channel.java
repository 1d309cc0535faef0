package chaski.api.protocol;

import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One protocol inside the sessions of a node; the streamer is one, a third party can bring its own. Opened with
 * {@link ProtocolNode#open}. Thread-safe.
 *
 * <p>A protocol {@linkplain #declare declares} what it wants from peers, and sends over {@linkplain #route routes} to the peers
 * whose declarations match the route's topic. The engine does the rest: order, resume, credit, loss accounting.
 *
 * <p>What a protocol's code throws ends no session, {@link chaski.api.ProtocolException} of an {@link Inbound} excepted, by which it reports
 * that the peer is at fault. Anything else, an {@link Error}, too, is counted as {@code channels.failed} and logged with the channel's name. An
 * inbound side that has failed is closed; what that peer sends on the channel afterwards is counted as unsubscribed, until the channel is
 * opened anew or the session ends.
 */
@ProviderType
public interface Channel extends AutoCloseable {

    /**
     * Declares an interest to all peers, now and later.
     *
     * @param declaration what is wanted
     * @return the declaration as made, in force until it is withdrawn
     * @throws chaski.api.LimitException when this node has too many declarations
     */
    DeclarationHandle declare(Declaration declaration);

    /**
     * Opens a route: the way from one publisher to all peers with a matching declaration.
     *
     * @param topic the topic
     * @param preamble sent to each peer once, before the first message of this route; at most 4 KiB; copied
     * @param listener told what happens on the route
     * @return the route
     * @throws chaski.api.LimitException when this node has too many routes
     */
    Route route(Topic topic, ByteBuffer preamble, RouteListener listener);

    /**
     * Opens a way to one peer alone. It ends with the session.
     *
     * @param session the session with the peer, as given to {@link ChannelHandler#open}
     * @param preamble sent to the peer before the first message; at most 4 KiB; copied
     * @return the route
     * @throws chaski.api.LimitException when the preamble is too long
     */
    PeerRoute route(PeerSession session, ByteBuffer preamble);

    /**
     * Cuts a declaration that holds up a route: this node sends nothing more for it, and the node that declared is notified in the order of the
     * messages, so that everything sent before is still handed over. Its {@link ChannelHandler#onCut} follows, which for a declaration of
     * this node is called before this method returns. Other declarations are not affected.
     *
     * @param stall the declaration, from {@link Route#stall}
     * @return false if the peer speaks a version of the protocol that knows no cut; then nothing was done
     */
    boolean cut(Route.Stall stall);

    /**
     * Tells those who watch the node that something happened; never blocks.
     *
     * @param event what
     */
    void raise(NodeEvent event);

    /**
     * {@return the environment of what the protocol does by itself} Time, chance and threads are the node's. What is run or scheduled here ends with
     * the channel: {@link #close} calls off what has not begun on the control loop, and later tasks for it are dropped; a thread that is
     * started later runs all the same, since somebody may wait for it. A task that fails is counted and logged with the channel's name.
     * Closing this environment has no effect.
     */
    Environment environment();

    /**
     * Withdraws every declaration, closes every route and frees the number.
     *
     * <p>When this returns, nothing of the handler, of the listeners of routes or of the tasks of {@link #environment} runs any more, or
     * will, so that the bundle they come from can go. It waits for what runs now, at most some tenths of a second; then threads are
     * interrupted, and what still runs is counted as {@code channels.late} and logged. On a thread of the node's it does not wait. Outcomes of messages that were
     * accepted are reported also later.
     */
    @Override
    void close();
}
