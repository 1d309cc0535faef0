package chaski.testkit.hostile;

import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Receives what arrives on the link of a {@link HostilePeer}, sends the {@link AutomaticReply automatic replies} and
 * calls the scripts. Confined to the link's I/O thread.
 */
final class HostileReceiver implements LinkHandler {

    private final HostilePeer peer;
    private final Link link;
    private final HostileInbox inbox;
    private final HostileSendQueue out;

    /** The sessions that this side has accepted, by id, or {@code null} on a link that it has dialled. */
    private final @Nullable Map<UUID, HostileSession> accepted;

    private final FrameAssembly assembly = new FrameAssembly();
    private long receivedByNode;
    private long acknowledged;

    HostileReceiver(HostilePeer peer, Link link, @Nullable Map<UUID, HostileSession> accepted) {
        this.peer = peer;
        this.link = link;
        this.inbox = peer.inbox;
        this.out = peer.out;
        this.accepted = accepted;
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        inbox.addBytes(bytes.remaining());
        assembly.read(bytes, this::onFrame);
    }

    private void onFrame(HostileFrame frame) {
        inbox.add(frame);
        HostileFrameType.of(frame.type()).ifPresent(type -> reply(type, frame.body()));
        peer.runFrameScript(frame);
    }

    private void reply(HostileFrameType type, ByteBuffer body) {
        Set<AutomaticReply> replies = peer.replies();
        switch (type) {
            case HELLO -> {
                if (accepted != null && replies.contains(AutomaticReply.HANDSHAKE)) {
                    peer.send(HostileFrames.hello(peer.identity()));
                }
            }
            case ATTACH -> {
                if (accepted != null && replies.contains(AutomaticReply.HANDSHAKE)) {
                    attach(accepted, body);
                }
            }
            case CONFIRM -> {
                if (accepted != null) {
                    peer.attachment.confirm(receivedByNode);
                }
            }
            case DATA -> onData(body);
            case ACK -> peer.session().acknowledged(body.getLong());
            case DECLARED -> {
                if (replies.contains(AutomaticReply.APPLIED)) {
                    peer.append(HostileRecords.applied(body.getLong()));
                }
            }
            case PING -> {
                if (replies.contains(AutomaticReply.PONG)) {
                    peer.send(HostileFrames.pong(body.getLong(), body.remaining()));
                }
            }
            default -> {
                // left to the script
            }
        }
    }

    private void attach(Map<UUID, HostileSession> sessions, ByteBuffer body) {
        UUID id = new UUID(body.getLong(), body.getLong());
        long epoch = body.getLong();
        receivedByNode = body.getLong();
        boolean create = (body.get() & 1) != 0;
        HostileSession known =
                create ? sessions.computeIfAbsent(id, i -> new HostileSession(i, epoch)) : sessions.get(id);
        if (known == null) {
            peer.send(HostileFrames.refused(HostileErrorCode.UNKNOWN_SESSION, -1, "not known here"));
            link.closeAfterWrites();
            return;
        }
        known.epoch(epoch);
        peer.attachment.accept(known);
        peer.send(HostileFrames.attached(epoch, known.received(), 0));
    }

    private void onData(ByteBuffer body) {
        List<HostileRecord> whole = peer.session().take(body.getLong(), body);
        inbox.add(whole);
        whole.forEach(peer::runRecordScript);
    }

    @Override
    public void onReadComplete() {
        if (peer.attachment.isAttached() && peer.replies().contains(AutomaticReply.ACK)) {
            long position = peer.session().handedOver();
            if (position > acknowledged) {
                acknowledged = position;
                peer.send(HostileFrames.ack(position, 0));
            }
        }
    }

    @Override
    public void onDatagram(ByteBuffer bytes) {
        inbox.addDatagram();
    }

    @Override
    public void onWritable() {
        out.write();
    }

    @Override
    public void onReleased(long totalBytes) {
        out.released(totalBytes);
    }

    @Override
    public void onClosed(@Nullable Throwable why) {
        inbox.close(why);
        out.clear();
    }
}
