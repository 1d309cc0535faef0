package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to reach an endpoint. Told once how it ended, on the control loop.
 */
public interface DialAttempt {

    /** {@return what is dialled} */
    Endpoint endpoint();

    /** {@return whether a session that has a link is to move to this one} */
    boolean isMove();

    /** {@return whether the link is to stand beside that of a session} */
    default boolean isAuxiliary() {
        return false;
    }

    /** {@return the node that is expected there, if one is} */
    Optional<NodeId> expected();

    /** {@return the peer that named the endpoint, if it is not the one that sent the entry of the expected node} */
    default Optional<NodeId> announcer() {
        return Optional.empty();
    }

    /** {@return false if it need not be dialled any more, when it has waited for its turn} */
    default boolean isWanted() {
        return true;
    }

    /**
     * A node has answered.
     *
     * @param answering the node
     * @return whether the attempt goes on with it, rather than fails
     */
    default boolean goesOnWith(NodeId answering) {
        return expected().filter(node -> !node.equals(answering)).isEmpty();
    }

    /**
     * There is a session with a link now, this one or another.
     *
     * @param peer who it is
     */
    void succeeded(NodeId peer);

    /**
     * The other side has refused; {@link #failed} follows.
     *
     * @param refused what it sent
     * @param alternatives other nodes that it names
     */
    default void refused(Refusal refused, List<Endpoint> alternatives) {
        // Most attempts are only interested in that it failed.
    }

    /**
     * It did not come about.
     *
     * @param code why the other side refused; {@link RefusalCode#OTHER} when it was not reached
     * @param reason for people
     */
    void failed(RefusalCode code, String reason);
}
