package chaski.api.protocol;

import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One protocol inside the sessions of a node; the streamer is one, and a third party can add its own. Opened with
 * {@link ProtocolNode#open}. Thread-safe.
 *
 * <p>A protocol {@linkplain #declare declares} what it wants from peers, and sends over {@linkplain #route routes} to the peers
 * whose declarations match the route's topic. The engine provides the rest: order, resume, credit, loss accounting.
 *
 * <p>An exception in a protocol's code ends no session, except a {@link chaski.api.ProtocolException} of an {@link Inbound}, which
 * reports that the peer is at fault. Any other exception, including an {@link Error}, is counted as {@code channels.failed} and
 * logged with the channel's name. An inbound side that has failed is closed; what that peer sends on the channel afterwards is
 * counted as unsubscribed, until the channel is opened again or the session ends.
 */
@ProviderType
public interface Channel extends AutoCloseable {

    /**
     * Declares an interest to all peers, now and later.
     *
     * @param declaration what is wanted
     * @return the handle of the declaration, which is in force until it is withdrawn
     * @throws chaski.api.LimitException when this node has too many declarations
     */
    DeclarationHandle declare(Declaration declaration);

    /**
     * Opens a route from one publisher to all peers with a matching declaration.
     *
     * @param topic the topic
     * @param preamble sent to each peer once, before the first message of this route; at most 4 KiB; copied
     * @param listener notified of events on the route
     * @return the route
     * @throws chaski.api.LimitException when this node has too many routes
     */
    Route route(Topic topic, ByteBuffer preamble, RouteListener listener);

    /**
     * Opens a route to one peer alone. It ends with the session.
     *
     * @param session the session with the peer, as given to {@link ChannelHandler#open}
     * @param preamble sent to the peer before the first message; at most 4 KiB; copied
     * @return the route
     * @throws chaski.api.LimitException when the preamble is too long
     */
    PeerRoute route(PeerSession session, ByteBuffer preamble);

    /**
     * Cuts a declaration that blocks a route: this node sends nothing more for it, and the node that declared it is notified in the
     * order of the messages, so that everything sent before is still handed over. Its {@link ChannelHandler#onCut} follows, which
     * for a declaration of this node is called before this method returns. Other declarations are not affected.
     *
     * @param stall the declaration, from {@link Route#stall}
     * @return false if the peer uses a version of the protocol without cuts; then this call has no effect
     */
    boolean cut(Route.Stall stall);

    /**
     * Reports an event to the listeners of the node; never blocks.
     *
     * @param event creates the event; called at once, with the time by the node's clock
     */
    void raise(NodeEvent.Draft event);

    /**
     * {@return the environment for the protocol's own tasks} Time, randomness and threads are the node's. Tasks that are run or
     * scheduled here end with the channel: {@link #close} cancels those that have not begun on the control loop, and later ones for
     * it are dropped. A thread that is started later runs all the same, since other code may wait for it. A task that fails is
     * counted and logged with the channel's name. Closing this environment has no effect.
     */
    Environment environment();

    /**
     * Withdraws every declaration, closes every route and frees the number.
     *
     * <p>When this returns, no code of the handler, of the listeners of routes or of the tasks of {@link #environment} runs any
     * more or will run, so that the bundle they come from can be uninstalled. It waits for code that is running now, at most some
     * tenths of a second; then threads are interrupted, and code that still runs is counted as {@code channels.late} and logged. On
     * a thread of the node it does not wait. Outcomes of messages that were accepted are still reported afterwards.
     */
    @Override
    void close();
}
