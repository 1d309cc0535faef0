package chaski.node.link;

import chaski.node.session.AuxiliaryLink;
import chaski.node.session.AuxiliaryLinks;
import chaski.node.wire.DatagramAttach;
import chaski.node.wire.DatagramAttachFrame;
import chaski.node.wire.DatagramAttached;
import chaski.node.wire.DatagramAttachedFrame;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The end of the handshake on an auxiliary link: ASSIST and ASSISTED, instead of the three frames of an attach. Confined to the
 * control loop.
 */
final class AuxiliaryHandshake {

    private final AuxiliaryLinks links;

    AuxiliaryHandshake(AuxiliaryLinks links) {
        this.links = links;
    }

    /**
     * Sends ASSIST on a link that this node has dialled.
     *
     * @return the refusal to send instead
     */
    @Nullable
    Refusal propose(LinkConnection connection, Hello hello) {
        AuxiliaryLinks.Step step = links.propose(hello, connection);
        if (step instanceof AuxiliaryLinks.Step.Propose propose) {
            connection.attach(propose.part());
            connection.send(DatagramAttachFrame.BYTES, out -> DatagramAttachFrame.encode(propose.assist(), out));
        }
        return refusal(step);
    }

    /**
     * Answers ASSIST with ASSISTED.
     *
     * @return the refusal to send instead; if null, {@link #accepted} must follow
     */
    @Nullable
    Refusal accept(LinkConnection connection, Hello hello, DatagramAttach assist) {
        AuxiliaryLinks.Step step = links.accept(hello, assist, connection);
        if (step instanceof AuxiliaryLinks.Step.Accept accept) {
            connection.attach(accept.part());
            connection.send(DatagramAttachedFrame.BYTES, out -> DatagramAttachedFrame.encode(accept.assisted(), out));
        }
        return refusal(step);
    }

    private static @Nullable Refusal refusal(AuxiliaryLinks.Step step) {
        return step instanceof AuxiliaryLinks.Step.Refuse refuse ? refuse.refused() : null;
    }

    /** Begins to use a link whose ASSIST this node has accepted. */
    void accepted(LinkConnection connection) {
        if (connection.part() instanceof AuxiliaryLink part) {
            links.accepted(part);
        }
    }

    /** Begins to use a link whose ASSIST the other side has accepted. */
    void assisted(LinkConnection connection, DatagramAttached assisted) {
        if (connection.part() instanceof AuxiliaryLink part) {
            links.assisted(part, assisted);
        }
    }

    /** Called when the other side has refused. */
    void refused(LinkConnection connection, Refusal refusal) {
        if (connection.part() instanceof AuxiliaryLink part) {
            links.refused(part, refusal);
        }
    }

    /** Called when the link is closed. */
    void closed(LinkConnection connection) {
        if (connection.part() instanceof AuxiliaryLink part) {
            links.linkClosed(part);
        }
    }
}
