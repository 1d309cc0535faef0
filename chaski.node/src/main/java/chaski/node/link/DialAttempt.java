package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.List;
import java.util.Optional;

/** One attempt to reach an endpoint. It is notified once of its outcome, on the control loop. */
public interface DialAttempt {

    /** {@return the endpoint to dial} */
    Endpoint endpoint();

    /** {@return whether a session that has a link should move to this one} */
    boolean isMove();

    /** {@return whether the link is an auxiliary link of a session} */
    default boolean isAuxiliary() {
        return false;
    }

    /** {@return the node that is expected there, if any} */
    Optional<NodeId> expected();

    /** {@return the peer that named the endpoint, if it is not the one that sent the entry of the expected node} */
    default Optional<NodeId> announcer() {
        return Optional.empty();
    }

    /** {@return false if the attempt, after waiting in a queue, is no longer needed} */
    default boolean isWanted() {
        return true;
    }

    /**
     * Called when a node has answered.
     *
     * @param answering the node
     * @return whether the attempt continues with that node; otherwise it fails
     */
    default boolean accepts(NodeId answering) {
        return expected().filter(node -> !node.equals(answering)).isEmpty();
    }

    /**
     * Called when there is a session with a link, this one or another.
     *
     * @param peer the peer
     */
    void succeeded(NodeId peer);

    /**
     * Called when the other side has refused; {@link #failed} follows.
     *
     * @param refused the refusal that it sent
     * @param alternatives other nodes that it names
     */
    default void refused(Refusal refused, List<Endpoint> alternatives) {
        // Most attempts need only the failure.
    }

    /**
     * Called when the attempt has failed.
     *
     * @param code the reason that the other side gave; {@link RefusalCode#OTHER} if it was not reached
     * @param reason for people
     */
    void failed(RefusalCode code, String reason);
}
