package chaski.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.Transport;
import chaski.node.wire.Attach;
import chaski.node.wire.AttachFrame;
import chaski.node.wire.BlockedFrame;
import chaski.node.wire.Confirm;
import chaski.node.wire.ConfirmFrame;
import chaski.node.wire.DataFrame;
import chaski.node.wire.DatagramAttach;
import chaski.node.wire.DatagramAttachFrame;
import chaski.node.wire.DatagramFrame;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.FrameReader;
import chaski.node.wire.FrameSink;
import chaski.node.wire.FrameType;
import chaski.node.wire.Hello;
import chaski.node.wire.HelloFrame;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.RefusalFrame;
import chaski.node.wire.SessionId;
import chaski.node.wire.WireVersions;
import chaski.testkit.network.SimulatedNetwork;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A scripted peer on its own host, which sends frames, including invalid ones. */
final class Stranger implements LinkHandler, FrameSink {

    final List<String> heard = new ArrayList<>();
    final List<RefusalCode> refusals = new ArrayList<>();
    final List<Long> declarations = new ArrayList<>();

    /** The need that the node has reported last, by the number of the declaration. */
    final Map<Long, Long> needs = new HashMap<>();

    private final Queue<ByteBuffer> frames = new ArrayDeque<>();
    private final Queue<ByteBuffer> datagrams = new ArrayDeque<>();
    private final FrameReader reader = new FrameReader(this);
    private final Link link;
    private boolean closed;
    private long heardBytes;

    /** Dials and claims an identity. */
    Stranger(SimulatedNetwork network, Endpoint endpoint, NodeId id, long incarnation) {
        this(network, endpoint, id, incarnation, Hello.DATAGRAMS | Hello.AUXILIARIES);
    }

    /** Dials with a HELLO of these capabilities. */
    Stranger(SimulatedNetwork network, Endpoint endpoint, NodeId id, long incarnation, int capabilities) {
        Transport transport = network.datagramTransport("stranger", endpoint.scheme());
        CompletableFuture<Link> dial =
                transport.connect(endpoint, ConnectOptions.DEFAULT).toCompletableFuture();
        network.simulation().await("he has a link", dial::isDone, Duration.ofSeconds(10));
        link = dial.join();
        link.start(this);
        Hello hello = new Hello(
                WireVersions.OWN, id, incarnation, "stranger", false, 1 << 20, 1 << 20, 120_000, capabilities, "");
        send(out -> HelloFrame.encode(hello, out));
    }

    void assist(SessionId session, long number) {
        send(out -> DatagramAttachFrame.encode(new DatagramAttach(session, number), out));
    }

    void attach(SessionId session, long epoch) {
        send(out -> AttachFrame.encode(new Attach(session, epoch, 0, false, 0, null), out));
    }

    /** Proposes a session that does not exist yet. */
    void open(SessionId session, long epoch) {
        send(out -> AttachFrame.encode(new Attach(session, epoch, 0, true, 0, null), out));
    }

    void confirm(long epoch) {
        send(out -> ConfirmFrame.encode(new Confirm(epoch), out));
    }

    /** Sends any frame. */
    void frame(Consumer<ByteBuffer> encoder) {
        send(encoder);
    }

    /** Sends small records at the beginning of a log, one in each frame. */
    void records(int count, Consumer<ByteBuffer> encoder) {
        long position = 0;
        for (int i = 0; i < count; i++) {
            ByteBuffer record = ByteBuffer.allocate(100);
            encoder.accept(record);
            record.flip();
            long at = position;
            position += record.remaining();
            send(out -> {
                DataFrame.encodeHeader(out, at, record.remaining());
                out.put(record);
            });
        }
    }

    /** Sends a datagram that is too short. */
    void wrongDatagram() {
        datagrams.add(ByteBuffer.allocate(3));
        link.requestWrite();
    }

    void data() {
        send(out -> {
            DataFrame.encodeHeader(out, 0, 1);
            out.put((byte) 0);
        });
    }

    void datagram(long number, long route, long sequence) {
        ByteBuffer body =
                DatagramFrame.body(Talker.CHANNEL, route, sequence, ByteBuffer.allocate(0), ByteBuffer.allocate(10));
        DatagramFrame.number(body, number);
        datagrams.add(body);
        link.requestWrite();
    }

    /** {@return how much of the node's log has arrived} */
    long heardBytes() {
        return heardBytes;
    }

    boolean isClosed() {
        return closed;
    }

    private void send(Consumer<ByteBuffer> encoder) {
        ByteBuffer out = ByteBuffer.allocate(HelloFrame.MAX_BYTES);
        encoder.accept(out);
        frames.add(out.flip());
        link.requestWrite();
    }

    @Override
    public void onControl(int type, ByteBuffer body) {
        heard.add(FrameType.name(type));
        if (type == FrameType.DECLARE) {
            DeclareFrame.decode(body).forEach(change -> declarations.add(change.id()));
        }
        if (type == FrameType.BLOCKED) {
            BlockedFrame.decode(body, needs::put);
        }
        if (type == FrameType.REFUSED) {
            refusals.add(RefusalFrame.decode(body).code());
        }
    }

    @Override
    public void onData(long position, ByteBuffer chunk) {
        heard.add("DATA");
        heardBytes = position + chunk.remaining();
    }

    @Override
    public int maxControlBytes() {
        return 1 << 16;
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        reader.read(bytes);
    }

    @Override
    public void onReadComplete() {
        // Each frame was processed as it arrived.
    }

    @Override
    public void onDatagram(ByteBuffer bytes) {
        heard.add("datagram");
    }

    @Override
    public void onWritable() {
        ByteBuffer[] all = frames.toArray(ByteBuffer[]::new);
        frames.clear();
        link.write(all, all.length);
        while (!datagrams.isEmpty()) {
            link.sendDatagram(datagrams.poll());
        }
    }

    @Override
    public void onReleased(long totalBytes) {
        // The buffers are not used again.
    }

    @Override
    public void onClosed(Throwable cause) {
        closed = true;
    }
}
