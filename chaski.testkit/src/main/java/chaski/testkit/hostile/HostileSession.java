package chaski.testkit.hostile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The hostile side of a session: its log and how much of the node's it has received. It outlives links:
 * {@link HostilePeer#resume} attaches it to another one. Thread-safe.
 */
public final class HostileSession {

    private final UUID id;
    private final ByteTail log = new ByteTail();
    private final ByteTail partial = new ByteTail();
    private long epoch;
    private long logStart;
    private long received;
    private long handedOver;

    HostileSession(UUID id, long epoch) {
        this.id = id;
        this.epoch = epoch;
    }

    /** {@return its id, which the node treats as a secret} */
    public UUID id() {
        return id;
    }

    /** {@return the number of its last attach} */
    public synchronized long epoch() {
        return epoch;
    }

    /** {@return the position up to which the node's log has arrived} */
    public synchronized long received() {
        return received;
    }

    /** {@return the position up to which whole records of the node's log have arrived} */
    public synchronized long handedOver() {
        return handedOver;
    }

    /** {@return the end of this side's log, sent or not} */
    public synchronized long appended() {
        return logStart + log.size();
    }

    synchronized void epoch(long next) {
        epoch = next;
    }

    synchronized void append(byte[] bytes) {
        log.add(ByteBuffer.wrap(bytes));
    }

    /** {@return the log from a position on; all that is kept if that was acknowledged already} */
    synchronized byte[] logFrom(long position) {
        return log.copyFrom((int) Math.max(0, Math.min(position - logStart, log.size())));
    }

    synchronized void acknowledged(long position) {
        long more = position - logStart;
        if (more > 0 && more <= log.size()) {
            log.remove((int) more);
            logStart = position;
        }
    }

    /** Takes the new bytes of a DATA frame; returns the records that are complete now. */
    synchronized List<HostileRecord> take(long position, ByteBuffer payload) {
        if (position > received) {
            throw new IllegalStateException("the node sent DATA at " + position + ", and of its log only " + received
                    + " bytes were sent before");
        }
        long known = Math.min(received - position, payload.remaining());
        payload.position((int) (payload.position() + known));
        received += payload.remaining();
        partial.add(payload);
        List<HostileRecord> whole = new ArrayList<>();
        while (partial.size() >= HostileRecord.HEADER_BYTES) {
            ByteBuffer view = partial.view();
            int length = view.getInt();
            if (partial.size() < HostileRecord.HEADER_BYTES + length) {
                break;
            }
            whole.add(read(view, length));
            partial.remove(HostileRecord.HEADER_BYTES + length);
            handedOver += HostileRecord.HEADER_BYTES + length;
        }
        return whole;
    }

    private static HostileRecord read(ByteBuffer in, int length) {
        int channel = Byte.toUnsignedInt(in.get());
        int flags = Byte.toUnsignedInt(in.get());
        long route = Integer.toUnsignedLong(in.getInt());
        long sequence = in.getLong();
        byte[] body = new byte[length];
        in.get(body);
        return HostileRecord.of(channel, flags, route, sequence, body);
    }
}
