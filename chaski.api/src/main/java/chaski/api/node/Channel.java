package chaski.api.node;

import chaski.api.Topic;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One protocol inside the sessions of a node; the streamer is one, a third party can bring its own. Opened with
 * {@link Node#open}. Thread-safe.
 *
 * <p>A protocol {@linkplain #declare declares} what it wants from peers, and sends over {@linkplain #route routes} to the peers
 * whose declarations match the route's topic. The engine does the rest: order, resume, credit, loss accounting.
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
    Declared declare(Declaration declaration);

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

    /** Withdraws every declaration, closes every route and frees the number. */
    @Override
    void close();
}
