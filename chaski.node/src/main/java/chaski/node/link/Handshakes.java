package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.transport.Link;
import chaski.node.context.NodeContext;
import chaski.node.session.AttachProtocol;
import chaski.node.session.AuxiliaryLink;
import chaski.node.session.LinkAttachment;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionLifecycle;
import chaski.node.wire.AlternativesFrame;
import chaski.node.wire.Attach;
import chaski.node.wire.AttachFrame;
import chaski.node.wire.Attached;
import chaski.node.wire.AttachedFrame;
import chaski.node.wire.Confirm;
import chaski.node.wire.ConfirmFrame;
import chaski.node.wire.DatagramAttach;
import chaski.node.wire.DatagramAttachFrame;
import chaski.node.wire.DatagramAttached;
import chaski.node.wire.DatagramAttachedFrame;
import chaski.node.wire.FrameType;
import chaski.node.wire.Hello;
import chaski.node.wire.HelloFrame;
import chaski.node.wire.LinkError;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.RefusalFrame;
import chaski.node.wire.WireVersions;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes each link from its first byte to its {@linkplain chaski.node.session.LinkPart part} in a session:
 *
 * <pre>
 * dialler: HELLO            identity of the dialler
 * answerer:       HELLO     identity of the answerer
 * dialler: ATTACH           the session, the dialler's received position
 * answerer:       ATTACHED  accepted, the answerer's received position
 * dialler: CONFIRM          both may send now
 * </pre>
 *
 * <p>On an auxiliary link, ASSIST and ASSISTED replace the last three frames.
 *
 * <p>Frames are decoded on the I/O threads and handled on the control loop. A handshake that exceeds its timeout is given up.
 * {@link HandshakeQueue} limits how many links of others may be pending.
 */
public final class Handshakes implements LinkEvents {

    private final NodeContext context;
    private final AttachProtocol attachProtocol;
    private final SessionLifecycle lifecycle;
    private final AuxiliaryHandshake auxiliary;
    private final LinkAdmission<LinkConnection> admission;
    private final HandshakeReports reports;
    private final RefusalSender refusals;
    private final HelloExchange hellos;
    private final Set<LinkConnection> all = new LinkedHashSet<>();

    /**
     * Creates an instance without links.
     *
     * @param context this node
     * @param layer the sessions
     * @param alternatives the endpoints of other nodes that a node which comes from an endpoint may dial; called when this node is
     *     full
     */
    public Handshakes(
            NodeContext context, SessionLayer layer, BiFunction<NodeId, Endpoint, List<Endpoint>> alternatives) {
        this.context = context;
        this.attachProtocol = layer.attachProtocol();
        this.lifecycle = layer.lifecycle();
        this.auxiliary = new AuxiliaryHandshake(layer.auxiliaries());
        this.admission = new LinkAdmission<>(context);
        this.reports = new HandshakeReports(context);
        this.hellos = new HelloExchange(context);
        this.refusals = new RefusalSender(reports, alternatives, hellos::sees);
    }

    // ---- new links

    /** Called when another node has opened a link, on the link's I/O thread. */
    void accepted(Link link) {
        LinkRefusal refusal = admission.enter(link.remote().host());
        if (refusal != null) {
            refusals.refuse(link, refusal);
        } else {
            context.environment().execute(() -> admit(link));
        }
    }

    /** Takes the link if there is a place or one can be freed; on the control loop. */
    private void admit(Link link) {
        String host = link.remote().host();
        LinkAdmission.Decision<LinkConnection> decision = admission.admit(host);
        LinkRefusal refusal = decision.refusal();
        if (refusal != null) {
            refusals.refuse(link, refusal);
            return;
        }
        LinkConnection victim = decision.victim();
        if (victim != null) {
            reports.refused(victim.remote(), LinkAdmission.PENDING, LinkAdmission.EVICTION.text());
            refuse(victim, LinkAdmission.EVICTION);
        }
        LinkConnection connection = new LinkConnection(link, LinkOrigin.ACCEPTED, context.environment(), this);
        admission.begun(connection, host);
        begin(connection, null, context.config().reconnect().connectTimeout().toNanos());
    }

    /** Starts the handshake on a link that an attempt of this node has opened; on the control loop. */
    public void dialled(Link link, DialAttempt attempt, long timeLeftNs) {
        LinkOrigin origin = attempt.isAuxiliary() ? LinkOrigin.DIALLED_AUXILIARY : LinkOrigin.DIALLED;
        LinkConnection connection = new LinkConnection(link, origin, context.environment(), this);
        begin(connection, attempt, timeLeftNs);
        hellos.send(connection);
    }

    private void begin(LinkConnection connection, @Nullable DialAttempt attempt, long timeLeftNs) {
        all.add(connection);
        connection.handshake.attempt = attempt;
        connection.handshake.deadlineNs = context.nanoTime() + timeLeftNs;
        giveUpAfter(connection, timeLeftNs, "the handshake took too long", () -> {});
        connection.start();
    }

    private void giveUpAfter(LinkConnection connection, long delayNs, String reason, Runnable first) {
        connection.handshake.giveUpAfter(context.environment(), delayNs, () -> {
            first.run();
            give(connection, RefusalCode.TIMEOUT, reason);
        });
    }

    /**
     * The attach has already fenced the old link and the session makes no progress, so the timeout for the answer is shorter than
     * the timeout for the handshake.
     */
    private void expectAnswer(LinkConnection connection, LinkAttachment attachment) {
        long patienceNs = attachment.patienceNs(context.nanoTime() - connection.handshake.helloSentNs);
        if (patienceNs < connection.handshake.deadlineNs - context.nanoTime()) {
            giveUpAfter(
                    connection, patienceNs, "the attach was not answered", () -> attachProtocol.unanswered(attachment));
        }
    }

    // ---- frames, decoded on the I/O thread

    @Override
    public void onFrame(LinkConnection connection, int type, ByteBuffer body) {
        switch (type) {
            case FrameType.HELLO -> step(HelloFrame.decode(body), hello -> hello(connection, hello));
            case FrameType.ATTACH -> step(AttachFrame.decode(body), attach -> attach(connection, attach));
            case FrameType.ATTACHED -> step(AttachedFrame.decode(body), attached -> attached(connection, attached));
            case FrameType.CONFIRM -> step(ConfirmFrame.decode(body), confirm -> confirmed(connection, confirm));
            case FrameType.ASSIST -> step(DatagramAttachFrame.decode(body), assist -> assist(connection, assist));
            case FrameType.ASSISTED ->
                step(DatagramAttachedFrame.decode(body), assisted -> assisted(connection, assisted));
            case FrameType.REFUSED -> step(RefusalFrame.decode(body), refusal -> refused(connection, refusal));
            case FrameType.ALTERNATIVES ->
                step(AlternativesFrame.decode(body), named -> connection.handshake.alternatives = named.endpoints());
            default -> throw new IllegalStateException("no handshake frame: " + type);
        }
    }

    private <F> void step(F frame, Consumer<F> step) {
        context.environment().execute(() -> step.accept(frame));
    }

    @Override
    public void onBroken(LinkAttachment attachment, String reason) {
        context.environment().execute(() -> lifecycle.broken(attachment, reason));
    }

    @Override
    public void onError(LinkConnection connection, LinkError error) {
        reports.received(connection.remote(), error);
        context.environment().execute(() -> fail(connection, error.code(), error.text()));
    }

    @Override
    public void onRefused(LinkConnection connection, String counter, String reason) {
        reports.refused(connection.remote(), counter, reason);
    }

    @Override
    public void onClosed(LinkConnection connection, String reason, boolean byPeer) {
        context.environment().execute(() -> closed(connection, reason, byPeer));
    }

    // ---- steps, on the control loop

    private void hello(LinkConnection connection, Hello hello) {
        PendingHandshake handshake = connection.handshake;
        if (handshake.over) {
            return;
        }
        handshake.hello = hello;
        admission.helloRead(connection);
        if (WireVersions.OWN.common(hello.versions()).isEmpty()) {
            fail(connection, RefusalCode.VERSION, refusals.refuseVersion(connection, hello));
            return;
        }
        DialAttempt attempt = handshake.attempt;
        Refusal refusal = hellos.check(hello, connection.proof(), attempt);
        if (refusal != null) {
            refuse(connection, refusal);
        } else if (attempt == null) {
            hellos.send(connection);
        } else if (attempt.isAuxiliary()) {
            proposeAuxiliary(connection, hello);
        } else {
            propose(connection, attempt, hello);
        }
    }

    private void proposeAuxiliary(LinkConnection connection, Hello hello) {
        Refusal refusal = auxiliary.propose(connection, hello);
        if (refusal != null) {
            refuse(connection, refusal);
        }
    }

    private void propose(LinkConnection connection, DialAttempt attempt, Hello hello) {
        if (connection.handshake.over || isOfEarlierRun(connection)) {
            return;
        }
        AttachProtocol.Step step = attachProtocol.propose(hello, connection, attempt.isMove());
        if (step instanceof AttachProtocol.Step.Propose propose) {
            connection.attach(propose.attachment());
            connection.send(AttachFrame.MAX_BYTES, out -> AttachFrame.encode(propose.attach(), out));
            expectAnswer(connection, propose.attachment());
        } else if (step instanceof AttachProtocol.Step.Verify verify) {
            verify.over().thenRun(() -> propose(connection, attempt, hello));
        } else if (step instanceof AttachProtocol.Step.Refuse refuse) {
            refuse(connection, refuse.refused());
        }
    }

    private boolean isOfEarlierRun(LinkConnection connection) {
        boolean earlier = hellos.isOfEarlierRun(connection);
        if (earlier) {
            give(connection, RefusalCode.OTHER, "this node has become a later incarnation since its HELLO");
        }
        return earlier;
    }

    private void assist(LinkConnection connection, DatagramAttach assist) {
        Hello hello = connection.handshake.hello;
        if (connection.handshake.over || hello == null) {
            return;
        }
        Refusal refusal = auxiliary.accept(connection, hello, assist);
        if (refusal == null) {
            finish(connection);
            auxiliary.accepted(connection);
        } else {
            refuse(connection, refusal);
        }
    }

    private void assisted(LinkConnection connection, DatagramAttached assisted) {
        if (connection.handshake.over || !(connection.part() instanceof AuxiliaryLink)) {
            return;
        }
        finish(connection);
        auxiliary.assisted(connection, assisted);
        connection.handshake.succeeded();
    }

    private void attach(LinkConnection connection, Attach attach) {
        Hello hello = connection.handshake.hello;
        if (connection.handshake.over || hello == null || isOfEarlierRun(connection)) {
            return;
        }
        AttachProtocol.Step step = attachProtocol.accept(hello, attach, connection);
        if (step instanceof AttachProtocol.Step.Accept accept) {
            connection.attach(accept.attachment());
            connection.send(AttachedFrame.BYTES, out -> AttachedFrame.encode(accept.attached(), out));
            expectAnswer(connection, accept.attachment());
        } else if (step instanceof AttachProtocol.Step.Verify verify) {
            verify.over().thenRun(() -> attach(connection, attach));
        } else if (step instanceof AttachProtocol.Step.Refuse refuse) {
            refuse(connection, refuse.refused());
        }
    }

    private void attached(LinkConnection connection, Attached attached) {
        LinkAttachment attachment = connection.attachment();
        if (connection.handshake.over || attachment == null) {
            return;
        }
        finish(connection);
        attachProtocol.attached(attachment, attached);
        connection.handshake.succeeded();
    }

    private void confirmed(LinkConnection connection, Confirm confirm) {
        LinkAttachment attachment = connection.attachment();
        if (connection.handshake.over || attachment == null) {
            return;
        }
        if (!attachment.hasEpoch(confirm.epoch())) {
            give(connection, RefusalCode.PROTOCOL, "expected CONFIRM of the attach, got epoch " + confirm.epoch());
            return;
        }
        admission.confirmed(connection);
        finish(connection);
        attachProtocol.confirmed(attachment);
    }

    private void refused(LinkConnection connection, Refusal refused) {
        if (connection.handshake.over) {
            return;
        }
        if (connection.part() instanceof LinkAttachment attachment) {
            attachProtocol.refused(attachment, refused);
        }
        auxiliary.refused(connection, refused);
        String where = connection.remote().toString();
        switch (refused.code()) {
            case STALE -> lifecycle.laterRunKnown(where, refused.value());
            case DUPLICATE_ID, ID_IN_USE -> lifecycle.idInUse(where, refused.text());
            default -> {}
        }
        PendingHandshake handshake = connection.handshake;
        reports.received(connection.remote(), handshake.attempt != null, handshake.hello, refused);
        handshake.refused(refused);
        fail(connection, refused.code(), handshake.withAlternatives(refused.text()));
        connection.close("refused by the peer: " + refused.text());
    }

    private void refuse(LinkConnection connection, Refusal refused) {
        refusals.refuse(connection, refused, refused.text());
        // the code of a failed attempt is that of a node which refuses this one
        boolean isWrongNode = refused.code() == RefusalCode.IDENTITY;
        fail(connection, isWrongNode ? RefusalCode.OTHER : refused.code(), refused.text());
    }

    private void give(LinkConnection connection, RefusalCode code, String reason) {
        reports.refused(connection.remote(), "refused." + code, reason);
        connection.close(reason);
        fail(connection, code, reason);
    }

    private void fail(LinkConnection connection, RefusalCode code, String reason) {
        if (!connection.handshake.over) {
            finish(connection);
            connection.handshake.failed(code, reason);
        }
    }

    private void finish(LinkConnection connection) {
        connection.handshake.finish();
        admission.finished(connection);
    }

    private void closed(LinkConnection connection, String reason, boolean byPeer) {
        all.remove(connection);
        if (!connection.dialled()) {
            admission.closed(connection.remote().host());
        }
        if (connection.part() instanceof LinkAttachment attachment) {
            attachProtocol.linkClosed(attachment, reason, byPeer);
        }
        auxiliary.closed(connection);
        fail(connection, RefusalCode.OTHER, reason);
    }

    /**
     * Closes every link of a transport that is removed from this node, and sends the reason on each, so that no peer concludes that
     * this process has ended; on the control loop.
     *
     * @param scheme the transport's scheme
     * @return completed when the links are closed
     */
    public CompletionStage<Void> closeAll(String scheme) {
        LinkError notice = new LinkError(RefusalCode.TRANSPORT_LEAVING, "the transport " + scheme + " left");
        return CompletableFuture.allOf(List.copyOf(all).stream()
                .filter(connection -> connection.remote().scheme().equals(scheme))
                .map(connection -> connection.closeWithError(notice).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Closes every link; on the control loop. */
    public void close() {
        for (LinkConnection connection : List.copyOf(all)) {
            connection.finish("the node is closing");
        }
    }
}
