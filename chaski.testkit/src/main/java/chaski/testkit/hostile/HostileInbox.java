package chaski.testkit.hostile;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What has arrived on the link of a {@link HostilePeer}, until the link was closed. Thread-safe. */
final class HostileInbox {

    private static final int FRAME_TYPES = 256;

    // guarded by this
    private final RecentItems<HostileFrame> frames =
            new RecentItems<>(frame -> frame.body().remaining());
    private final RecentItems<HostileRecord> records =
            new RecentItems<>(record -> record.body().remaining());
    private final long[] counts = new long[FRAME_TYPES];
    private @Nullable HostileRefusal refusal;
    private @Nullable Throwable cause;
    private boolean closed;
    private long bytes;
    private long datagrams;

    synchronized void addBytes(int count) {
        bytes += count;
    }

    synchronized void addDatagram() {
        datagrams++;
    }

    synchronized void add(HostileFrame frame) {
        counts[frame.type()]++;
        frames.add(frame);
        if (frame.is(HostileFrameType.REFUSED) || frame.is(HostileFrameType.ERROR)) {
            refusal = HostileRefusal.of(frame);
        }
    }

    synchronized void add(List<HostileRecord> whole) {
        whole.forEach(records::add);
    }

    synchronized void close(@Nullable Throwable why) {
        closed = true;
        cause = why;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    synchronized Optional<HostileRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long datagrams() {
        return datagrams;
    }

    synchronized long count(HostileFrameType type) {
        return counts[type.number()];
    }

    synchronized List<HostileFrame> frames() {
        return frames.all();
    }

    synchronized List<HostileRecord> records() {
        return records.all();
    }

    /** True if such a frame is here, or none can come any more. */
    synchronized boolean hasFrame(Predicate<? super HostileFrame> wanted) {
        return closed || frames.contains(wanted);
    }

    /** True if such a record is here, or none can come any more. */
    synchronized boolean hasRecord(Predicate<? super HostileRecord> wanted) {
        return closed || records.contains(wanted);
    }

    /** Removes the oldest such frame. Fails if there is none. */
    synchronized HostileFrame takeFrame(String what, Predicate<? super HostileFrame> wanted) {
        return take(what, frames, wanted);
    }

    /** Removes the oldest such record. Fails if there is none. */
    synchronized HostileRecord takeRecord(String what, Predicate<? super HostileRecord> wanted) {
        return take(what, records, wanted);
    }

    private <T> T take(String what, RecentItems<T> items, Predicate<? super T> wanted) {
        T found = items.take(wanted);
        if (found == null) {
            throw new AssertionError("expected " + what + ", but the link was closed before"
                    + (refusal == null ? "" : " with " + refusal) + "; what had arrived: " + items.all());
        }
        return found;
    }
}
