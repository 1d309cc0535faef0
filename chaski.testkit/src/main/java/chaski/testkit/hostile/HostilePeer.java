package chaski.testkit.hostile;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One link to a node, with a script at the other end.
 *
 * <pre>{@code
 * HostilePeer peer = HostilePeer.dial(network.transport("evil"), endpoint, identity, world::await);
 * peer.handshake();
 * peer.send(HostileFrames.blocked(1, 1L << 40));
 * HostileFrame credit = peer.await(HostileFrameType.CREDIT);
 * peer.only();          // silence: not even PONG
 * peer.hangUp();
 * }</pre>
 *
 * <p>Frames are transmitted in the order in which they were sent, unchecked; {@code send} never waits. Arriving frames
 * and records are kept until one of the methods that wait takes them; beyond 100,000 frames or records, or 32 MiB, the
 * oldest is dropped. Until {@link #only} changes it, the peer sends every {@link AutomaticReply}.
 *
 * <p>Thread-safe, if its transport is. Methods that wait use the {@link WaitStrategy}, for at most 10 s, and fail with
 * {@link AssertionError}; they must not be called from {@link #onFrame} and {@link #onRecord}.
 */
public final class HostilePeer extends HostileTraffic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Link link;
    private final HostileIdentity identity;
    private final WaitStrategy waiting;
    final HostileSendQueue out;
    final HostileAttachment attachment;
    private volatile Set<AutomaticReply> replies = EnumSet.allOf(AutomaticReply.class);
    private volatile Consumer<HostileFrame> onFrame = frame -> {};
    private volatile Consumer<HostileRecord> onRecord = record -> {};

    private HostilePeer(Link link, HostileIdentity identity, WaitStrategy waiting) {
        this.link = link;
        this.identity = identity;
        this.waiting = waiting;
        this.out = new HostileSendQueue(link);
        this.attachment = new HostileAttachment(out);
    }

    /**
     * Dials in real time. Nothing is sent yet.
     *
     * @param transport the transport to dial with
     * @param endpoint where the node listens
     * @param identity the contents of its HELLO
     * @return the peer, once the link is open
     * @throws TransportException when the endpoint cannot be reached
     */
    public static HostilePeer dial(Transport transport, Endpoint endpoint, HostileIdentity identity) {
        return dial(transport, endpoint, identity, WaitStrategy.live());
    }

    /**
     * Dials. Nothing is sent yet.
     *
     * @param transport the transport to dial with
     * @param endpoint where the node listens
     * @param identity the contents of its HELLO
     * @param waiting how to wait, here and later; {@code simulation::await} in a simulation
     * @return the peer, once the link is open
     * @throws TransportException when the endpoint cannot be reached
     */
    public static HostilePeer dial(
            Transport transport, Endpoint endpoint, HostileIdentity identity, WaitStrategy waiting) {
        CompletableFuture<Link> dial =
                transport.connect(endpoint, ConnectOptions.DEFAULT).toCompletableFuture();
        waiting.await("a link to " + endpoint, dial::isDone, PATIENCE.plusSeconds(1));
        try {
            return start(dial.join(), identity, waiting, null, peer -> {});
        } catch (CompletionException e) {
            throw e.getCause() instanceof TransportException failed ? failed : e;
        }
    }

    /**
     * Starts a link; {@code accepted} has the sessions of an accepting side, and is {@code null} for a dialling one.
     */
    static HostilePeer start(
            Link link,
            HostileIdentity identity,
            WaitStrategy waiting,
            @Nullable Map<UUID, HostileSession> accepted,
            Consumer<HostilePeer> before) {
        HostilePeer peer = new HostilePeer(link, identity, waiting);
        before.accept(peer);
        link.start(new HostileReceiver(peer, link, accepted));
        return peer;
    }

    /** {@return the contents of its HELLO} */
    public HostileIdentity identity() {
        return identity;
    }

    /**
     * Sends only these automatic replies from now on; none means silence.
     *
     * @param kept the replies it still sends
     * @return this
     */
    public HostilePeer only(AutomaticReply... kept) {
        Set<AutomaticReply> set = EnumSet.noneOf(AutomaticReply.class);
        set.addAll(List.of(kept));
        replies = set;
        return this;
    }

    /**
     * Calls a script for each frame that arrives, after the automatic replies, on the link's I/O thread.
     *
     * @param script must not wait
     * @return this
     */
    public HostilePeer onFrame(Consumer<HostileFrame> script) {
        onFrame = script;
        return this;
    }

    /**
     * Calls a script for each whole record of the node's log, on the link's I/O thread.
     *
     * @param script must not wait
     * @return this
     */
    public HostilePeer onRecord(Consumer<HostileRecord> script) {
        onRecord = script;
        return this;
    }

    /**
     * Sends HELLO, creates a session and confirms it, as an honest dialler does.
     *
     * @return this, attached
     */
    public HostilePeer handshake() {
        // The local address makes it another session on each link, and the same one when a simulation is repeated.
        String seed = identity.id() + "/" + identity.incarnation() + "/" + link.local();
        return handshake(UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sends HELLO, creates a session of a chosen id and confirms it.
     *
     * @param id the session's id
     * @return this, attached
     */
    public HostilePeer handshake(UUID id) {
        hello();
        return attach(new HostileSession(id, 1), HostileFrames.attachNew(id, 1));
    }

    /**
     * Sends HELLO and attaches a session that was on another link before.
     *
     * @param former a session of a peer with the same identity
     * @return this, attached
     */
    public HostilePeer resume(HostileSession former) {
        hello();
        former.epoch(former.epoch() + 1);
        return attach(former, HostileFrames.attachResume(former.id(), former.epoch(), former.received()));
    }

    /**
     * Sends HELLO and waits for that of the node.
     *
     * @return the node's HELLO
     */
    public HostileFrame hello() {
        send(HostileFrames.hello(identity));
        return await(HostileFrameType.HELLO);
    }

    /**
     * Sends frames.
     *
     * @param all the frames, in order
     * @return this
     */
    public HostilePeer send(HostileFrame... all) {
        out.add(all);
        out.flush();
        return this;
    }

    /**
     * Sends bytes that need not be a frame.
     *
     * @param bytes the bytes
     * @return this
     */
    public HostilePeer sendRaw(byte... bytes) {
        out.add(bytes.clone());
        out.flush();
        return this;
    }

    /**
     * Appends records to this side's log; they are sent in DATA at the correct position, and again after {@link
     * #resume}.
     *
     * @param all the records, in order
     * @return this
     */
    public HostilePeer append(HostileRecord... all) {
        return append(List.of(all));
    }

    /**
     * Appends records to this side's log; they are sent in DATA at the correct position, and again after {@link
     * #resume}.
     *
     * @param all the records, in order
     * @return this
     */
    public HostilePeer append(List<HostileRecord> all) {
        WireBytes bytes = new WireBytes();
        all.forEach(record -> bytes.bytes(record.bytes()));
        return appendRaw(bytes.toArray());
    }

    /**
     * Appends bytes to this side's log that need not be a record.
     *
     * @param bytes the bytes
     * @return this
     * @throws IllegalStateException before the handshake
     */
    public HostilePeer appendRaw(byte... bytes) {
        attachment.append(bytes);
        return this;
    }

    /**
     * Sends a datagram beside the stream.
     *
     * @param bytes the datagram; dropped if the link carries none
     * @return this
     */
    public HostilePeer sendDatagram(byte... bytes) {
        out.addDatagram(bytes.clone());
        out.flush();
        return this;
    }

    /**
     * Waits for a frame and takes it.
     *
     * @param type its type
     * @return the oldest one of that type that was not taken before
     * @throws AssertionError if none arrives in time or before the link is closed
     */
    public HostileFrame await(HostileFrameType type) {
        return await(type.name(), frame -> frame.is(type));
    }

    /**
     * Waits for a frame and takes it.
     *
     * @param what describes what is awaited, for the error
     * @param wanted true for the frame
     * @return the oldest such frame that was not taken before
     * @throws AssertionError if none arrives in time or before the link is closed
     */
    public HostileFrame await(String what, Predicate<HostileFrame> wanted) {
        await(what, () -> inbox.hasFrame(wanted));
        return inbox.takeFrame(what, wanted);
    }

    /**
     * Waits for a record of the node's log and takes it.
     *
     * @param what describes what is awaited, for the error
     * @param wanted true for the record
     * @return the oldest such record that was not taken before
     * @throws AssertionError if none arrives in time or before the link is closed
     */
    public HostileRecord awaitRecord(String what, Predicate<HostileRecord> wanted) {
        await(what, () -> inbox.hasRecord(wanted));
        return inbox.takeRecord(what, wanted);
    }

    /**
     * Waits until the node refuses or closes the link with a reason.
     *
     * @return the contents of REFUSED or ERROR
     * @throws AssertionError if neither arrives in time or before the link is closed
     */
    public HostileRefusal awaitRefusal() {
        return HostileRefusal.of(await(
                "REFUSED or ERROR", frame -> frame.is(HostileFrameType.REFUSED) || frame.is(HostileFrameType.ERROR)));
    }

    /**
     * Waits until the link is closed, by either side.
     *
     * @return this
     */
    public HostilePeer awaitClosed() {
        return await("the link is closed", this::isClosed);
    }

    /**
     * Waits until all that was sent has left this side.
     *
     * @return this
     */
    public HostilePeer awaitSent() {
        return await("all has left", () -> isClosed() || out.isEmpty());
    }

    /**
     * Waits for anything, 10 s at most.
     *
     * @param what describes what is awaited, for the error
     * @param condition true when the wait is over
     * @return this
     */
    public HostilePeer await(String what, BooleanSupplier condition) {
        waiting.await(what, condition, PATIENCE);
        return this;
    }

    /** {@return whether a session is on this link and the handshake is complete} */
    public boolean isAttached() {
        return attachment.isAttached() && !isClosed();
    }

    /**
     * Returns the session, to resume it on another link.
     *
     * @return the session of this link
     * @throws IllegalStateException before the handshake
     */
    public HostileSession session() {
        return attachment.session();
    }

    /** Closes the link without GOODBYE or ERROR. What was not sent is dropped. */
    public void hangUp() {
        link.close();
    }

    /** As {@link #hangUp}. */
    @Override
    public void close() {
        hangUp();
    }

    @Override
    public String toString() {
        return identity.name() + " at " + link.remote() + (isClosed() ? ", closed" : "");
    }

    private HostilePeer attach(HostileSession next, HostileFrame attach) {
        send(attach);
        ByteBuffer answer = await(HostileFrameType.ATTACHED).body();
        long epoch = answer.getLong();
        attachment.begin(next, answer.getLong(), HostileFrames.confirm(epoch));
        return this;
    }

    Set<AutomaticReply> replies() {
        return replies;
    }

    void runFrameScript(HostileFrame frame) {
        onFrame.accept(frame);
    }

    void runRecordScript(HostileRecord record) {
        onRecord.accept(record);
    }
}
