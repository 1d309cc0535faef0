package chaski.node.link;

import chaski.api.NodeId;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.node.context.NodeContext;
import chaski.node.context.PeerRequest;
import chaski.node.identity.LinkProof;
import chaski.node.wire.Hello;
import chaski.node.wire.HelloFrame;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.WireVersions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first frame of both sides of a link: it sends this node's HELLO, and checks that of the other side. Confined to the control
 * loop.
 */
public final class HelloExchange {

    private final NodeContext context;

    HelloExchange(NodeContext context) {
        this.context = context;
    }

    /** Sends this node's HELLO. */
    void send(LinkConnection connection) {
        connection.handshake.helloSentNs = context.nanoTime();
        connection.handshake.incarnation = context.incarnation();
        Hello own = new Hello(
                WireVersions.OWN,
                context.id(),
                context.incarnation(),
                context.config().name(),
                context.config().observer(),
                context.maxMessageBytes(),
                context.assemblyBytes(),
                context.config().session().resumeTimeout().toMillis(),
                Hello.CAPABILITIES,
                context.security().instance());
        connection.send(HelloFrame.MAX_BYTES, out -> HelloFrame.encode(own, out));
    }

    /**
     * True if this node sent its HELLO as an earlier incarnation. A session that began now would belong to that incarnation, and
     * the peer would end it at the next HELLO.
     */
    boolean isOfEarlierRun(LinkConnection connection) {
        return connection.handshake.incarnation != context.incarnation();
    }

    /**
     * Checks that the node which a HELLO names is the one that has proved its identity, and the one that was dialled.
     *
     * @param proof what the other end of the link has proved
     * @param attempt the attempt that has opened the link, if this node has
     * @return the refusal to send
     */
    @Nullable
    Refusal check(Hello hello, LinkProof proof, @Nullable DialAttempt attempt) {
        Optional<String> objection = context.security().objection(proof, hello.node(), hello.instance());
        if (objection.isPresent()) {
            return new Refusal(RefusalCode.IDENTITY, 0, objection.get());
        }
        Optional<String> notGranted = notGranted(hello, proof);
        if (notGranted.isPresent()) {
            return new Refusal(RefusalCode.NOT_GRANTED, 0, notGranted.get());
        }
        if (attempt == null || attempt.accepts(hello.node())) {
            return null;
        }
        boolean isSelf = hello.node().equals(context.id()) && hello.incarnation() == context.incarnation();
        RefusalCode code = isSelf ? RefusalCode.SELF : RefusalCode.OTHER;
        return new Refusal(code, 0, anotherAnswers(hello.node(), attempt.expected()));
    }

    /** {@return true if a node may see the directory, and so what it names} */
    boolean sees(Hello hello, LinkProof proof) {
        return decide(hello, proof, Permission.SEE).isAllowed();
    }

    /** {@return the message that another node answers than the one that was dialled} */
    public static String anotherAnswers(NodeId answering, Optional<NodeId> expected) {
        return "another node answers, " + answering.shortForm()
                + expected.map(id -> " instead of " + id.shortForm()).orElse("");
    }

    private Optional<String> notGranted(Hello hello, LinkProof proof) {
        Decision decision = decide(hello, proof, Permission.JOIN);
        return decision.isAllowed() ? Optional.empty() : Optional.of("join is not granted, by " + decision.rule());
    }

    private Decision decide(Hello hello, LinkProof proof, Permission permission) {
        PeerRequest request = new PeerRequest(hello.node(), hello.name(), proof.peer(), permission, "", "");
        Decision decision = context.access().decide(request);
        context.access().report(request, decision, decision.isAllowed() ? Outcome.ADMITTED : Outcome.REFUSED);
        return decision;
    }
}
