package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.transport.Link;
import chaski.node.context.NodeContext;
import chaski.node.link.LinkConnection.Origin;
import chaski.node.session.AttachProtocol;
import chaski.node.session.AuxiliaryLink;
import chaski.node.session.AuxiliaryLinks;
import chaski.node.session.LinkAttachment;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionLifecycle;
import chaski.node.wire.Alternatives;
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
import chaski.node.wire.Hello;
import chaski.node.wire.HelloFrame;
import chaski.node.wire.LinkError;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.RefusalFrame;
import chaski.node.wire.WireVersions;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
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
public final class Handshakes {

    private static final String PENDING = "refused.pendingHandshakes";

    /** The refusals by a dialler that the dialled node reports; all others are reported by the dialler. */
    private static final Set<RefusalCode> REPORTED_WHEN_DIALLED =
            EnumSet.of(RefusalCode.LIMIT, RefusalCode.VERSION, RefusalCode.DENIED);

    /** The retry time if the control loop is so far behind that it has not processed earlier links. */
    private static final long UNSEEN_TURN_MS = 1_000;

    private final NodeContext context;
    private final AttachProtocol attachProtocol;
    private final SessionLifecycle lifecycle;
    private final AuxiliaryLinks auxiliaries;
    private final ConnectionThrottle gate;
    private final RefusalReports reports;
    private final RefusedLinks refusedLinks = new RefusedLinks();
    private final BiFunction<NodeId, Endpoint, List<Endpoint>> alternatives;

    /** The number of accepted links that the control loop has not processed yet. */
    private final AtomicInteger unseen = new AtomicInteger();

    private final HandshakeQueue<LinkConnection> pending = new HandshakeQueue<>();
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
        this.auxiliaries = layer.auxiliaries();
        this.alternatives = alternatives;
        this.gate = new ConnectionThrottle(() -> context.config().limits(), context.environment());
        this.reports = new RefusalReports(context);
    }

    private void sendHello(LinkConnection connection) {
        connection.handshake.helloSentNs = now();
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
                Hello.CAPABILITIES);
        send(connection, HelloFrame.MAX_BYTES, out -> HelloFrame.encode(own, out));
    }

    // ---- new links

    /** Called when another node has opened a link, on the link's I/O thread. */
    void accepted(Link link) {
        LinkRefusal refusal = gate.enter(link.remote().host());
        if (refusal != null) {
            refuse(link, refusal);
            return;
        }
        if (unseen.incrementAndGet() > context.config().limits().pendingHandshakes()) {
            unseen.decrementAndGet();
            gate.leave(link.remote().host());
            refuse(link, tooManyPending(UNSEEN_TURN_MS));
            return;
        }
        context.environment().execute(() -> {
            unseen.decrementAndGet();
            admit(link);
        });
    }

    /** Takes the link if there is a place or one can be freed; on the control loop. */
    private void admit(Link link) {
        String host = link.remote().host();
        int limit = context.config().limits().pendingHandshakes();
        if (pending.isFull(limit)) {
            LinkConnection victim = pending.victim(now());
            if (victim == null) {
                gate.leave(host);
                refuse(link, tooManyPending(pending.turnMs(limit, now())));
                return;
            }
            String reason = "no HELLO within a second, and others wait (limits.pendingHandshakes)";
            report(victim.remote(), PENDING, reason);
            refuse(victim, new Refusal(RefusalCode.TIMEOUT, 0, reason));
        }
        LinkConnection connection = new LinkConnection(link, Origin.ACCEPTED, context.environment(), this);
        pending.add(connection, host, now());
        begin(connection, null, connectTimeoutNs());
    }

    private static LinkRefusal tooManyPending(long turnMs) {
        String text = "this node has all the handshakes it takes at a time (limits.pendingHandshakes)";
        return new LinkRefusal(PENDING, new Refusal(RefusalCode.BUSY, turnMs, text));
    }

    private void refuse(Link link, LinkRefusal refusal) {
        report(link.remote(), refusal.counter(), refusal.refused().text());
        refusedLinks.refuse(link, refusal.refused());
    }

    private void report(Endpoint from, String counter, String reason) {
        context.counters().add(counter);
        reports.refused(from, counter, reason);
    }

    /** Starts the handshake on a link that an attempt of this node has opened; on the control loop. */
    public void dialled(Link link, DialAttempt attempt, long timeLeftNs) {
        Origin origin = attempt.isAuxiliary() ? Origin.DIALLED_AUXILIARY : Origin.DIALLED;
        LinkConnection connection = new LinkConnection(link, origin, context.environment(), this);
        begin(connection, attempt, timeLeftNs);
        sendHello(connection);
    }

    private void begin(LinkConnection connection, @Nullable DialAttempt attempt, long timeLeftNs) {
        all.add(connection);
        connection.handshake.attempt = attempt;
        connection.handshake.deadlineNs = now() + timeLeftNs;
        giveUpAfter(connection, timeLeftNs, "the handshake took too long", () -> {});
        connection.start();
    }

    private void giveUpAfter(LinkConnection connection, long delayNs, String reason, Runnable first) {
        PendingHandshake handshake = connection.handshake;
        handshake.cancelTimer();
        handshake.timer = context.environment().schedule(delayNs, () -> {
            if (!handshake.over) {
                first.run();
                give(connection, RefusalCode.TIMEOUT, reason);
            }
        });
    }

    /**
     * The attach has already fenced the old link and the session makes no progress, so the timeout for the answer is shorter than
     * the timeout for the handshake.
     */
    private void expectAnswer(LinkConnection connection, LinkAttachment attachment) {
        long patienceNs = attachment.patienceNs(now() - connection.handshake.helloSentNs);
        if (patienceNs < connection.handshake.deadlineNs - now()) {
            giveUpAfter(
                    connection, patienceNs, "the attach was not answered", () -> attachProtocol.unanswered(attachment));
        }
    }

    private long now() {
        return context.environment().nanoTime();
    }

    private long connectTimeoutNs() {
        return context.config().reconnect().connectTimeout().toNanos();
    }

    // ---- frames, decoded on the I/O thread

    void onHello(LinkConnection connection, ByteBuffer body) {
        Hello hello = HelloFrame.decode(body);
        context.environment().execute(() -> hello(connection, hello));
    }

    void onAttach(LinkConnection connection, ByteBuffer body) {
        Attach attach = AttachFrame.decode(body);
        context.environment().execute(() -> attach(connection, attach));
    }

    void onAttached(LinkConnection connection, ByteBuffer body) {
        Attached attached = AttachedFrame.decode(body);
        context.environment().execute(() -> attached(connection, attached));
    }

    void onConfirm(LinkConnection connection, ByteBuffer body) {
        Confirm confirm = ConfirmFrame.decode(body);
        context.environment().execute(() -> confirmed(connection, confirm));
    }

    void onAssist(LinkConnection connection, ByteBuffer body) {
        DatagramAttach assist = DatagramAttachFrame.decode(body);
        context.environment().execute(() -> assist(connection, assist));
    }

    void onAssisted(LinkConnection connection, ByteBuffer body) {
        DatagramAttached assisted = DatagramAttachedFrame.decode(body);
        context.environment().execute(() -> assisted(connection, assisted));
    }

    void onRefused(LinkConnection connection, ByteBuffer body) {
        Refusal refused = RefusalFrame.decode(body);
        context.environment().execute(() -> refused(connection, refused));
    }

    void onAlternatives(LinkConnection connection, ByteBuffer body) {
        Alternatives named = AlternativesFrame.decode(body);
        context.environment().execute(() -> connection.handshake.alternatives = named.endpoints());
    }

    void broken(LinkAttachment attachment, String reason) {
        context.environment().execute(() -> lifecycle.broken(attachment, reason));
    }

    void errorFrom(LinkConnection connection, LinkError error) {
        boolean leaving = error.code() == RefusalCode.TRANSPORT_LEAVING;
        context.counters().add(leaving ? "links.transportLeftAtPeer" : "errors.reportedByPeers");
        if (!leaving) {
            reports.refused(connection.remote(), "errors.reportedByPeers", error.text());
        }
        context.environment().execute(() -> fail(connection, error.code(), error.text()));
    }

    void refusedDatagram(LinkConnection connection, String reason) {
        report(connection.remote(), "datagrams.refused", reason);
    }

    void refusedPeer(LinkConnection connection, String counter, String reason) {
        report(connection.remote(), "refused." + counter, reason);
    }

    // ---- steps, on the control loop

    private void hello(LinkConnection connection, Hello hello) {
        PendingHandshake handshake = connection.handshake;
        if (handshake.over) {
            return;
        }
        handshake.hello = hello;
        pending.helloRead(connection);
        if (WireVersions.OWN.common(hello.versions()).isEmpty()) {
            refuseVersion(connection, hello);
            return;
        }
        DialAttempt attempt = handshake.attempt;
        if (attempt == null) {
            sendHello(connection);
            return;
        }
        if (!attempt.accepts(hello.node())) {
            boolean isSelf = hello.node().equals(context.id()) && hello.incarnation() == context.incarnation();
            RefusalCode code = isSelf ? RefusalCode.SELF : RefusalCode.OTHER;
            refuse(connection, new Refusal(code, 0, anotherAnswers(hello.node(), attempt.expected())));
            return;
        }
        if (attempt.isAuxiliary()) {
            proposeAuxiliary(connection, hello);
            return;
        }
        propose(connection, attempt, hello);
    }

    private void propose(LinkConnection connection, DialAttempt attempt, Hello hello) {
        if (connection.handshake.over || isOfEarlierRun(connection)) {
            return;
        }
        AttachProtocol.Step step = attachProtocol.propose(hello, connection, attempt.isMove());
        if (step instanceof AttachProtocol.Step.Propose propose) {
            connection.attach(propose.attachment());
            send(connection, AttachFrame.MAX_BYTES, out -> AttachFrame.encode(propose.attach(), out));
            expectAnswer(connection, propose.attachment());
        } else if (step instanceof AttachProtocol.Step.Verify verify) {
            verify.over().thenRun(() -> propose(connection, attempt, hello));
        } else if (step instanceof AttachProtocol.Step.Refuse refuse) {
            refuse(connection, refuse.refused());
        }
    }

    /** {@return the message that another node answers than the one that was dialled} */
    public static String anotherAnswers(NodeId answering, Optional<NodeId> expected) {
        return "another node answers, " + answering.shortForm()
                + expected.map(id -> " instead of " + id.shortForm()).orElse("");
    }

    /**
     * True if this node sent its HELLO as an earlier incarnation. A session that began now would belong to that incarnation, and
     * the peer would end it at the next HELLO.
     */
    private boolean isOfEarlierRun(LinkConnection connection) {
        boolean earlier = connection.handshake.incarnation != context.incarnation();
        if (earlier) {
            give(connection, RefusalCode.OTHER, "this node has become a later incarnation since its HELLO");
        }
        return earlier;
    }

    private void proposeAuxiliary(LinkConnection connection, Hello hello) {
        AuxiliaryLinks.Step step = auxiliaries.propose(hello, connection);
        if (step instanceof AuxiliaryLinks.Step.Propose propose) {
            connection.attach(propose.part());
            send(connection, DatagramAttachFrame.BYTES, out -> DatagramAttachFrame.encode(propose.assist(), out));
        } else if (step instanceof AuxiliaryLinks.Step.Refuse refuse) {
            refuse(connection, refuse.refused());
        }
    }

    private void assist(LinkConnection connection, DatagramAttach assist) {
        Hello hello = connection.handshake.hello;
        if (connection.handshake.over || hello == null) {
            return;
        }
        AuxiliaryLinks.Step step = auxiliaries.accept(hello, assist, connection);
        if (step instanceof AuxiliaryLinks.Step.Accept accept) {
            connection.attach(accept.part());
            send(connection, DatagramAttachedFrame.BYTES, out -> DatagramAttachedFrame.encode(accept.assisted(), out));
            finish(connection);
            auxiliaries.accepted(accept.part());
        } else if (step instanceof AuxiliaryLinks.Step.Refuse refuse) {
            refuse(connection, refuse.refused());
        }
    }

    private void assisted(LinkConnection connection, DatagramAttached assisted) {
        Hello hello = connection.handshake.hello;
        if (connection.handshake.over || hello == null || !(connection.part() instanceof AuxiliaryLink part)) {
            return;
        }
        finish(connection);
        auxiliaries.assisted(part, assisted);
        DialAttempt attempt = connection.handshake.attempt;
        if (attempt != null) {
            attempt.succeeded(hello.node());
        }
    }

    private void attach(LinkConnection connection, Attach attach) {
        Hello hello = connection.handshake.hello;
        if (connection.handshake.over || hello == null) {
            return;
        }
        if (isOfEarlierRun(connection)) {
            return;
        }
        AttachProtocol.Step step = attachProtocol.accept(hello, attach, connection);
        if (step instanceof AttachProtocol.Step.Accept accept) {
            connection.attach(accept.attachment());
            send(connection, AttachedFrame.BYTES, out -> AttachedFrame.encode(accept.attached(), out));
            expectAnswer(connection, accept.attachment());
        } else if (step instanceof AttachProtocol.Step.Verify verify) {
            verify.over().thenRun(() -> attach(connection, attach));
        } else if (step instanceof AttachProtocol.Step.Refuse refuse) {
            refuse(connection, refuse.refused());
        }
    }

    private void attached(LinkConnection connection, Attached attached) {
        LinkAttachment attachment = connection.attachment();
        Hello hello = connection.handshake.hello;
        if (connection.handshake.over || attachment == null || hello == null) {
            return;
        }
        finish(connection);
        attachProtocol.attached(attachment, attached);
        DialAttempt attempt = connection.handshake.attempt;
        if (attempt != null) {
            attempt.succeeded(hello.node());
        }
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
        pending.done(connection, now());
        finish(connection);
        attachProtocol.confirmed(attachment);
    }

    private void refused(LinkConnection connection, Refusal refused) {
        if (connection.handshake.over) {
            return;
        }
        if (connection.part() instanceof LinkAttachment attachment) {
            attachProtocol.refused(attachment, refused);
        } else if (connection.part() instanceof AuxiliaryLink auxiliary) {
            auxiliaries.refused(auxiliary, refused);
        }
        String where = connection.remote().toString();
        switch (refused.code()) {
            case STALE -> lifecycle.laterRunKnown(where, refused.value());
            case DUPLICATE_ID, ID_IN_USE -> lifecycle.idInUse(where, refused.text());
            default -> {}
        }
        reportRefusedBy(connection, refused);
        fail(connection, refused.code(), withAlternatives(refused.text(), connection.handshake.alternatives));
        connection.close("refused by the peer: " + refused.text());
    }

    private void reportRefusedBy(LinkConnection connection, Refusal refused) {
        DialAttempt attempt = connection.handshake.attempt;
        if (attempt != null) {
            context.counters().add("dial.refused." + refused.code());
            attempt.refused(refused, connection.handshake.alternatives);
            if (refused.code() == RefusalCode.DENIED) {
                reports.refused(connection.remote(), "dial.DENIED", withName(refused.text(), connection));
            }
        } else if (REPORTED_WHEN_DIALLED.contains(refused.code())) {
            report(connection.remote(), "peer.refused." + refused.code(), withName(refused.text(), connection));
        }
    }

    private static String withAlternatives(String reason, List<Endpoint> alternatives) {
        return alternatives.isEmpty() ? reason : reason + "; it names " + alternatives.size() + " others to dial";
    }

    /** {@return the reason, followed by the name and id of the other node if it is known} */
    private static String withName(String reason, LinkConnection connection) {
        Hello hello = connection.handshake.hello;
        return hello == null
                ? reason
                : reason + "; the other node is " + hello.name() + " ("
                        + hello.node().shortForm() + ")";
    }

    /** Each side's users receive the explanation that is written for their side. */
    private void refuseVersion(LinkConnection connection, Hello hello) {
        String here = WireVersions.OWN.mismatch(hello.versions());
        String there = hello.versions().mismatch(WireVersions.OWN);
        report(connection.remote(), "refused.version", withName(here, connection));
        refuse(connection, new Refusal(RefusalCode.VERSION, WireVersions.OWN.highest(), there), here);
    }

    private void refuse(LinkConnection connection, Refusal refused) {
        if (refused.code() == RefusalCode.LIMIT) {
            reports.refused(connection.remote(), "refused.peers", withName(refused.text(), connection));
            sendAlternatives(connection);
        } else if (refused.code() == RefusalCode.DENIED) {
            report(connection.remote(), "refused.denied", withName(refused.text(), connection));
        } else if (refused.code() == RefusalCode.ID_IN_USE) {
            report(connection.remote(), "refused.idInUse", withName(refused.text(), connection));
        }
        refuse(connection, refused, refused.text());
    }

    private void refuse(LinkConnection connection, Refusal refused, String reason) {
        send(connection, RefusalFrame.MAX_BYTES, out -> RefusalFrame.encode(refused, out));
        connection.closeAfterWrites("refused: " + reason);
        fail(connection, refused.code(), reason);
    }

    private void sendAlternatives(LinkConnection connection) {
        Hello hello = connection.handshake.hello;
        if (connection.dialled() || hello == null || !hello.hasCapability(Hello.ALTERNATIVES)) {
            return;
        }
        List<Endpoint> named = AlternativesFrame.fitting(alternatives.apply(hello.node(), connection.remote()));
        if (!named.isEmpty()) {
            send(
                    connection,
                    AlternativesFrame.MAX_BYTES,
                    out -> AlternativesFrame.encode(new Alternatives(named), out));
        }
    }

    private void give(LinkConnection connection, RefusalCode code, String reason) {
        report(connection.remote(), "refused." + code, reason);
        connection.close(reason);
        fail(connection, code, reason);
    }

    private void fail(LinkConnection connection, RefusalCode code, String reason) {
        if (connection.handshake.over) {
            return;
        }
        finish(connection);
        DialAttempt attempt = connection.handshake.attempt;
        Hello hello = connection.handshake.hello;
        if (attempt == null) {
            return;
        }
        if (code == RefusalCode.ALREADY_LINKED && hello != null) {
            attempt.succeeded(hello.node());
        } else {
            attempt.failed(code, reason);
        }
    }

    private void finish(LinkConnection connection) {
        connection.handshake.over = true;
        connection.handshake.cancelTimer();
        pending.remove(connection);
    }

    void closed(LinkConnection connection, String reason, boolean byPeer) {
        all.remove(connection);
        if (!connection.dialled()) {
            gate.leave(connection.remote().host());
        }
        if (connection.part() instanceof LinkAttachment attachment) {
            attachProtocol.linkClosed(attachment, reason, byPeer);
        } else if (connection.part() instanceof AuxiliaryLink auxiliary) {
            auxiliaries.linkClosed(auxiliary);
        }
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

    private void send(LinkConnection connection, int mostBytes, Consumer<ByteBuffer> encoder) {
        ByteBuffer frame = ByteBuffer.allocate(mostBytes);
        encoder.accept(frame);
        connection.send(frame.flip());
    }
}
