package chaski.testkit.hostile;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One link to a node, and a script at its other end.
 *
 * <pre>{@code
 * HostilePeer peer = HostilePeer.dial(network.transport("evil"), endpoint, identity, world::await);
 * peer.handshake();
 * peer.send(Frames.blocked(1, 1L << 40));
 * Frame credit = peer.await(FrameType.CREDIT);
 * peer.only();          // silence: not even PONG
 * peer.hangUp();
 * }</pre>
 *
 * <p>What is sent leaves in order and is not checked; {@code send} never waits. What arrives is kept until it is taken by one of the methods
 * that wait; beyond 100,000 frames or records, or 32 MiB, the oldest is forgotten. Until {@link #only} changes it, it keeps the duties
 * that {@link Courtesy} lists by itself.
 *
 * <p>Thread-safe, if its transport is. Methods that wait use the {@link Waiting}, for 10 s at most, and fail with
 * {@link AssertionError}; they must not be called from {@link #onFrame} and {@link #onRecord}.
 */
public final class HostilePeer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_HELD_BYTES = 1 << 20;
    private static final int DATA_BYTES = 1 << 16;
    private static final int KINDS_OF_FRAMES = 256;

    private final Link link;
    private final HostileIdentity identity;
    private final Waiting waiting;
    private final Map<UUID, HostileSession> answered;
    private final boolean answers;
    private final Object lock = new Object();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final Deque<ByteBuffer> datagrams = new ArrayDeque<>();
    private final History<Frame> frames = new History<>(frame -> frame.body().remaining());
    private final History<WireRecord> records =
            new History<>(record -> record.body().remaining());
    private final long[] counts = new long[KINDS_OF_FRAMES];
    private volatile Set<Courtesy> courtesies = EnumSet.allOf(Courtesy.class);
    private volatile Consumer<Frame> onFrame = frame -> {};
    private volatile Consumer<WireRecord> onRecord = record -> {};
    private @Nullable HostileSession session;
    private boolean attached;
    private boolean closed;
    private @Nullable Throwable cause;
    private @Nullable Refusal refusal;
    private long givenBytes;
    private long releasedBytes;
    private long arrivedBytes;
    private long arrivedDatagrams;
    private long acknowledged;

    private HostilePeer(
            Link link, HostileIdentity identity, Waiting waiting, boolean answers, Map<UUID, HostileSession> answered) {
        this.link = link;
        this.identity = identity;
        this.waiting = waiting;
        this.answers = answers;
        this.answered = answered;
    }

    /**
     * Dials in real time. Nothing is sent yet.
     *
     * @param transport how
     * @param endpoint where the node listens
     * @param identity the contents of its HELLO
     * @return the peer, once the link is there
     * @throws TransportException when the endpoint cannot be reached
     */
    public static HostilePeer dial(Transport transport, Endpoint endpoint, HostileIdentity identity) {
        return dial(transport, endpoint, identity, Waiting.live());
    }

    /**
     * Dials. Nothing is sent yet.
     *
     * @param transport how
     * @param endpoint where the node listens
     * @param identity the contents of its HELLO
     * @param waiting how to wait, here and later; {@code simulation::await} in a simulation
     * @return the peer, once the link is there
     * @throws TransportException when the endpoint cannot be reached
     */
    public static HostilePeer dial(Transport transport, Endpoint endpoint, HostileIdentity identity, Waiting waiting) {
        CompletableFuture<Link> dial =
                transport.connect(endpoint, ConnectOptions.DEFAULT).toCompletableFuture();
        waiting.await("a link to " + endpoint, dial::isDone, PATIENCE.plusSeconds(1));
        try {
            return start(dial.join(), identity, waiting, false, new ConcurrentHashMap<>(), peer -> {});
        } catch (CompletionException e) {
            throw e.getCause() instanceof TransportException failed ? failed : e;
        }
    }

    static HostilePeer start(
            Link link,
            HostileIdentity identity,
            Waiting waiting,
            boolean answers,
            Map<UUID, HostileSession> answered,
            Consumer<HostilePeer> before) {
        HostilePeer peer = new HostilePeer(link, identity, waiting, answers, answered);
        before.accept(peer);
        link.start(peer.new Arrivals());
        return peer;
    }

    /** {@return the contents of its HELLO} */
    public HostileIdentity identity() {
        return identity;
    }

    /**
     * Keeps only these courtesies from now on; none is silence.
     *
     * @param kept what it goes on doing by itself
     * @return this
     */
    public HostilePeer only(Courtesy... kept) {
        Set<Courtesy> set = EnumSet.noneOf(Courtesy.class);
        set.addAll(List.of(kept));
        courtesies = set;
        return this;
    }

    /**
     * Calls a script for each frame that arrives, after the courtesies, on the link's I/O thread.
     *
     * @param script must not wait
     * @return this
     */
    public HostilePeer onFrame(Consumer<Frame> script) {
        onFrame = script;
        return this;
    }

    /**
     * Calls a script for each whole record of the node's log, on the link's I/O thread.
     *
     * @param script must not wait
     * @return this
     */
    public HostilePeer onRecord(Consumer<WireRecord> script) {
        onRecord = script;
        return this;
    }

    /**
     * Sends HELLO, creates a session and confirms it, as an honest dialler does.
     *
     * @return this, attached
     */
    public HostilePeer handshake() {
        // The local address makes it another session on each link, and the same one when a simulation runs again.
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
        return attach(new HostileSession(id, 1), Frames.attachNew(id, 1));
    }

    /**
     * Sends HELLO and puts a session on this link that was on another one before.
     *
     * @param former a session of a peer with the same identity
     * @return this, attached
     */
    public HostilePeer resume(HostileSession former) {
        hello();
        former.epoch(former.epoch() + 1);
        return attach(former, Frames.attachResume(former.id(), former.epoch(), former.received()));
    }

    /**
     * Sends HELLO and waits for that of the node.
     *
     * @return the node's HELLO
     */
    public Frame hello() {
        send(Frames.hello(identity));
        return await(FrameType.HELLO);
    }

    /**
     * Sends frames.
     *
     * @param all the frames, in order
     * @return this
     */
    public HostilePeer send(Frame... all) {
        synchronized (lock) {
            for (Frame frame : all) {
                unsent.add(ByteBuffer.wrap(frame.bytes()));
            }
        }
        link.requestWrite();
        return this;
    }

    /**
     * Sends bytes that need not be a frame.
     *
     * @param bytes the bytes
     * @return this
     */
    public HostilePeer sendRaw(byte... bytes) {
        synchronized (lock) {
            unsent.add(ByteBuffer.wrap(bytes.clone()));
        }
        link.requestWrite();
        return this;
    }

    /**
     * Appends records to this side's log; they leave in DATA at the right position, and again after {@link #resume}.
     *
     * @param all the records, in order
     * @return this
     */
    public HostilePeer append(WireRecord... all) {
        return append(List.of(all));
    }

    /**
     * Appends records to this side's log; they leave in DATA at the right position, and again after {@link #resume}.
     *
     * @param all the records, in order
     * @return this
     */
    public HostilePeer append(List<WireRecord> all) {
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
        synchronized (lock) {
            HostileSession current = needed();
            long position = current.appended();
            current.append(bytes);
            sendLog(position, bytes);
        }
        link.requestWrite();
        return this;
    }

    /**
     * Sends a datagram beside the stream.
     *
     * @param bytes the datagram; dropped where the link carries none
     * @return this
     */
    public HostilePeer sendDatagram(byte... bytes) {
        synchronized (lock) {
            datagrams.add(ByteBuffer.wrap(bytes.clone()));
        }
        link.requestWrite();
        return this;
    }

    /**
     * Waits for a frame and takes it.
     *
     * @param type its type
     * @return the oldest one of that type that was not taken before
     * @throws AssertionError when none comes in time, or the link is closed before
     */
    public Frame await(FrameType type) {
        return await(type.name(), frame -> frame.is(type));
    }

    /**
     * Waits for a frame and takes it.
     *
     * @param what what is waited for, for the error
     * @param wanted true for the frame
     * @return the oldest such frame that was not taken before
     * @throws AssertionError when none comes in time, or the link is closed before
     */
    public Frame await(String what, Predicate<Frame> wanted) {
        return taken(what, frames, wanted);
    }

    /**
     * Waits for a record of the node's log and takes it.
     *
     * @param what what is waited for, for the error
     * @param wanted true for the record
     * @return the oldest such record that was not taken before
     * @throws AssertionError when none comes in time, or the link is closed before
     */
    public WireRecord awaitRecord(String what, Predicate<WireRecord> wanted) {
        return taken(what, records, wanted);
    }

    /**
     * Waits until the node refuses or gives the link up with a reason.
     *
     * @return the contents of REFUSED or ERROR
     * @throws AssertionError when neither comes in time, or the link is closed before
     */
    public Refusal awaitRefusal() {
        return Refusal.of(await("REFUSED or ERROR", frame -> frame.is(FrameType.REFUSED) || frame.is(FrameType.ERROR)));
    }

    /**
     * Waits until the link is closed, from whatever side.
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
        return await("all has left", this::hasSentAll);
    }

    /**
     * Waits for anything, 10 s at most.
     *
     * @param what what is waited for, for the error
     * @param condition true when it is so
     * @return this
     */
    public HostilePeer await(String what, BooleanSupplier condition) {
        waiting.await(what, condition, PATIENCE);
        return this;
    }

    /** {@return the frames that have arrived and were not taken yet, in order} */
    public List<Frame> frames() {
        synchronized (lock) {
            return frames.all();
        }
    }

    /** {@return the whole records of the node's log that were not taken yet, in order} */
    public List<WireRecord> records() {
        synchronized (lock) {
            return records.all();
        }
    }

    /**
     * Counts frames.
     *
     * @param type a type
     * @return how many of that type have arrived on this link
     */
    public long count(FrameType type) {
        synchronized (lock) {
            return counts[type.number()];
        }
    }

    /** {@return how many bytes have arrived on this link} */
    public long bytes() {
        synchronized (lock) {
            return arrivedBytes;
        }
    }

    /** {@return how many datagrams have arrived beside the stream} */
    public long datagrams() {
        synchronized (lock) {
            return arrivedDatagrams;
        }
    }

    /** {@return the contents of the last REFUSED or ERROR on this link, if one has arrived} */
    public Optional<Refusal> refusal() {
        synchronized (lock) {
            return Optional.ofNullable(refusal);
        }
    }

    /** {@return whether a session is on this link and the handshake is done} */
    public boolean isAttached() {
        synchronized (lock) {
            return attached && !closed;
        }
    }

    /**
     * Returns the session, to go on with it on another link.
     *
     * @return the session of this link
     * @throws IllegalStateException before the handshake
     */
    public HostileSession session() {
        synchronized (lock) {
            return needed();
        }
    }

    /** {@return whether the link is closed} */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** {@return why the link is closed; empty while it is not, and when it was closed in order} */
    public Optional<Throwable> cause() {
        synchronized (lock) {
            return Optional.ofNullable(cause);
        }
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

    private HostilePeer attach(HostileSession next, Frame attach) {
        send(attach);
        ByteBuffer answer = await(FrameType.ATTACHED).body();
        long epoch = answer.getLong();
        begin(next, answer.getLong(), Frames.confirm(epoch));
        return this;
    }

    /** Begins to send the log from where the node has received it. */
    private void begin(HostileSession next, long receivedByNode, Frame... first) {
        synchronized (lock) {
            session = next;
            attached = true;
            for (Frame frame : first) {
                unsent.add(ByteBuffer.wrap(frame.bytes()));
            }
            next.acknowledged(receivedByNode);
            sendLog(receivedByNode, next.logFrom(receivedByNode));
        }
        link.requestWrite();
    }

    private void sendLog(long position, byte[] bytes) {
        if (!attached) {
            return;
        }
        for (int from = 0; from < bytes.length; from += DATA_BYTES) {
            int count = Math.min(DATA_BYTES, bytes.length - from);
            byte[] part = new byte[count];
            System.arraycopy(bytes, from, part, 0, count);
            unsent.add(ByteBuffer.wrap(Frames.data(position + from, part).bytes()));
        }
    }

    private HostileSession needed() {
        if (session == null) {
            throw new IllegalStateException("expected a session, and there is none before the handshake");
        }
        return session;
    }

    private boolean hasSentAll() {
        synchronized (lock) {
            return closed || (unsent.isEmpty() && releasedBytes == givenBytes);
        }
    }

    private <T> T taken(String what, History<T> history, Predicate<? super T> wanted) {
        await(what, () -> {
            synchronized (lock) {
                return closed || history.contains(wanted);
            }
        });
        synchronized (lock) {
            T found = history.take(wanted);
            if (found == null) {
                throw new AssertionError("expected " + what + ", but the link was closed before"
                        + (refusal == null ? "" : " with " + refusal) + "; what had arrived: " + history.all());
            }
            return found;
        }
    }

    /** What the link brings; its I/O thread calls. */
    private final class Arrivals implements LinkHandler {

        private final FrameAssembly assembly = new FrameAssembly();
        private long receivedByNode;

        @Override
        public void onBytes(ByteBuffer bytes) {
            synchronized (lock) {
                arrivedBytes += bytes.remaining();
            }
            assembly.read(bytes, this::onFrame);
        }

        private void onFrame(Frame frame) {
            synchronized (lock) {
                counts[frame.type()]++;
                frames.add(frame);
                if (frame.is(FrameType.REFUSED) || frame.is(FrameType.ERROR)) {
                    refusal = Refusal.of(frame);
                }
            }
            FrameType.of(frame.type()).ifPresent(type -> answer(type, frame.body()));
            onFrame.accept(frame);
        }

        private void answer(FrameType type, ByteBuffer body) {
            switch (type) {
                case HELLO -> {
                    if (answers && courtesies.contains(Courtesy.HANDSHAKE)) {
                        send(Frames.hello(identity));
                    }
                }
                case ATTACH -> {
                    if (answers && courtesies.contains(Courtesy.HANDSHAKE)) {
                        attach(body);
                    }
                }
                case CONFIRM -> confirmed();
                case DATA -> data(body);
                case ACK -> session().acknowledged(body.getLong());
                case DECLARED -> {
                    if (courtesies.contains(Courtesy.APPLIED)) {
                        append(Records.applied(body.getLong()));
                    }
                }
                case PING -> {
                    if (courtesies.contains(Courtesy.PONG)) {
                        send(Frames.pong(body.getLong(), body.remaining()));
                    }
                }
                default -> {
                    // The script's matter.
                }
            }
        }

        private void attach(ByteBuffer body) {
            UUID id = new UUID(body.getLong(), body.getLong());
            long epoch = body.getLong();
            receivedByNode = body.getLong();
            boolean create = (body.get() & 1) != 0;
            HostileSession known =
                    create ? answered.computeIfAbsent(id, i -> new HostileSession(i, epoch)) : answered.get(id);
            if (known == null) {
                send(Frames.refused(Code.UNKNOWN_SESSION, -1, "not known here"));
                link.closeAfterWrites();
                return;
            }
            known.epoch(epoch);
            synchronized (lock) {
                session = known;
            }
            send(Frames.attached(epoch, known.received(), 0));
        }

        private void confirmed() {
            HostileSession current;
            synchronized (lock) {
                current = session;
            }
            if (answers && current != null) {
                begin(current, receivedByNode);
            }
        }

        private void data(ByteBuffer body) {
            List<WireRecord> whole = session().take(body.getLong(), body);
            synchronized (lock) {
                whole.forEach(records::add);
            }
            whole.forEach(onRecord);
        }

        @Override
        public void onReadComplete() {
            synchronized (lock) {
                if (session == null || !attached || !courtesies.contains(Courtesy.ACK)) {
                    return;
                }
                long position = session.handedOver();
                if (position <= acknowledged) {
                    return;
                }
                acknowledged = position;
                send(Frames.ack(position, 0));
            }
        }

        @Override
        public void onDatagram(ByteBuffer bytes) {
            synchronized (lock) {
                arrivedDatagrams++;
            }
        }

        @Override
        public void onWritable() {
            ByteBuffer[] buffers;
            Deque<ByteBuffer> beside;
            synchronized (lock) {
                Deque<ByteBuffer> next = new ArrayDeque<>();
                while (!unsent.isEmpty() && givenBytes - releasedBytes < MOST_HELD_BYTES) {
                    ByteBuffer buffer = unsent.remove();
                    givenBytes += buffer.remaining();
                    next.add(buffer);
                }
                buffers = next.toArray(ByteBuffer[]::new);
                beside = new ArrayDeque<>(datagrams);
                datagrams.clear();
            }
            link.write(buffers, buffers.length);
            for (ByteBuffer datagram : beside) {
                if (datagram.remaining() <= link.largestDatagramBytes()) {
                    link.sendDatagram(datagram);
                }
            }
        }

        @Override
        public void onReleased(long totalBytes) {
            boolean more;
            synchronized (lock) {
                releasedBytes = totalBytes;
                more = !unsent.isEmpty();
            }
            if (more) {
                link.requestWrite();
            }
        }

        @Override
        public void onClosed(@Nullable Throwable why) {
            synchronized (lock) {
                closed = true;
                cause = why;
                unsent.clear();
            }
        }
    }
}
