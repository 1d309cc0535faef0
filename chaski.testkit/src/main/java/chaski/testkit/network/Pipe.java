package chaski.testkit.network;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One direction of a link. Bytes go through four stages, each a position in the stream: <em>given</em> to the link and
 * held by it, <em>accepted</em> by the sender's kernel, <em>arrived</em> in the reader's kernel, <em>read</em> by the
 * handler. Between accepted and read there is room for as many bytes as the profile of the line defines.
 *
 * <p>While the line is blocked nothing arrives and nothing is lost; it arrives after the line is back.
 */
final class Pipe {

    private static final long NS_PER_S = 1_000_000_000;
    private static final int MOST_PACKET_BYTES = 64 << 10;

    /** How a direction ends. */
    enum End {
        NONE,
        /** In order, after the last byte. */
        FINISHED,
        /** By a reset, which discards what has not been read. */
        RESET
    }

    private final LinkContext context;
    private final HostPath path;
    private final RandomGenerator chance;
    private final HeldBuffers held;
    private final ByteQueue kernel = new ByteQueue();
    private final Runnable arrival;
    private final Runnable deathAtLimit;
    private long accepted;
    private long arrived;
    private long read;
    private long lineFreeNs;
    private long lastArrivalNs;
    private long stalledUpTo;
    private long dieAt = Long.MAX_VALUE;
    private boolean silenced;
    private boolean stopped;
    private boolean readerGone;
    private End sent = End.NONE;
    private End seen = End.NONE;

    Pipe(LinkContext context, HostPath path, RandomGenerator chance, Runnable arrival, Runnable deathAtLimit) {
        this.context = context;
        this.path = path;
        this.chance = chance;
        this.held = new HeldBuffers("the link from " + path.from() + " to " + path.to());
        this.arrival = arrival;
        this.deathAtLimit = deathAtLimit;
    }

    void give(ByteBuffer buffer) {
        held.add(buffer);
    }

    /** Sends nothing more of what is held; returns what the link still uses. */
    HeldBuffers dropHeld() {
        return held.takeAll();
    }

    long heldBytes() {
        return held.bytes();
    }

    long accepted() {
        return accepted;
    }

    long arrived() {
        return arrived;
    }

    boolean unread() {
        return arrived > read;
    }

    /** {@return how the stream ended, as far as the reader's kernel knows} */
    End seen() {
        return seen;
    }

    /** Moves what the kernel accepts. True if it accepted everything. */
    boolean pump() {
        while (!stopped && held.bytes() > 0) {
            long room = profile().bufferBytes() - (accepted - read);
            if (room <= 0) {
                return false;
            }
            int most = 1 + chance.nextInt(MOST_PACKET_BYTES);
            int count = held.moveTo(kernel, (int) Math.min(room, most));
            accepted += count;
            send(count);
        }
        return held.bytes() == 0;
    }

    /** Reads some of what arrived, and returns how many bytes. */
    int readTo(ByteBuffer target, long most) {
        long limit = Math.min(Math.min(most, target.remaining()), arrived - read);
        // Sizes of every magnitude are equally likely.
        int size = 1 + chance.nextInt(1 << chance.nextInt(17));
        int count = (int) Math.min(limit, Math.min(size, profile().largestReadBytes()));
        kernel.remove(target, count);
        read += count;
        return count;
    }

    /** The reader is closed: what arrives is answered with a reset. */
    void readerGone() {
        readerGone = true;
        kernel.skip((int) (arrived - read));
        read = arrived;
    }

    /** The sender is closed. The reader is notified after everything that was accepted, or immediately by a reset. */
    void end(End how) {
        if (sent == End.RESET || sent == how || stopped) {
            return;
        }
        if (how == End.RESET && sent == End.NONE) {
            loseFrom(arrived);
        }
        sent = how;
        long atNs = arrivalNs(context.nowNs());
        context.after(atNs - context.nowNs(), () -> endArrives(how));
    }

    /** Cuts the direction: what is in flight is lost from a random point on. */
    void cut() {
        if (!stopped) {
            stopped = true;
            loseFrom(read);
        }
    }

    /** Cuts the link once so many more bytes have arrived. */
    void dieAfter(long bytes) {
        dieAt = arrived + bytes;
    }

    void silence(boolean on) {
        silenced = on;
        if (!on) {
            lineIsBack();
        }
    }

    /** Sends again what did not arrive, if the line is up. */
    void lineIsBack() {
        if ((stalledUpTo > arrived || seen != sent) && !blocked()) {
            context.after(profile().latency().toNanos(), this::sendAgain);
        }
    }

    private void sendAgain() {
        if (!blocked()) {
            arrive(stalledUpTo);
            if (sent != End.NONE && arrived >= accepted) {
                endArrives(sent);
            }
        }
    }

    /** The transit time of a packet that is not part of the stream. */
    void carryDatagram(ByteBuffer bytes, Consumer<byte[]> receiver) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        for (int left = context.datagrams().copies(); left > 0; left--) {
            context.after(datagramDelayNs(), () -> {
                if (!blocked()) {
                    receiver.accept(copy);
                }
            });
        }
    }

    private long datagramDelayNs() {
        LinkProfile profile = profile();
        long jitterNs =
                profile.jitter().isZero() ? 0 : chance.nextLong(profile.jitter().toNanos() + 1);
        return profile.latency().toNanos() + jitterNs;
    }

    private void send(int count) {
        LinkProfile profile = profile();
        long departsNs = Math.max(context.nowNs(), lineFreeNs);
        if (profile.bytesPerSecond() > 0) {
            departsNs += count * NS_PER_S / profile.bytesPerSecond();
        }
        lineFreeNs = departsNs;
        long position = accepted;
        context.after(arrivalNs(departsNs) - context.nowNs(), () -> packetArrives(position));
    }

    private long arrivalNs(long departsNs) {
        LinkProfile profile = profile();
        long jitterNs =
                profile.jitter().isZero() ? 0 : chance.nextLong(profile.jitter().toNanos() + 1);
        lastArrivalNs = Math.max(lastArrivalNs, departsNs + profile.latency().toNanos() + jitterNs);
        return lastArrivalNs;
    }

    private void packetArrives(long position) {
        // What follows a lost packet waits in the reader's kernel until that packet was sent again.
        if (blocked() || stalledUpTo > arrived) {
            stalledUpTo = Math.max(stalledUpTo, position);
        } else {
            arrive(position);
        }
    }

    private void arrive(long position) {
        long now = Math.min(position, Math.min(accepted, dieAt));
        if (now > arrived) {
            arrived = now;
            if (readerGone) {
                readerGone();
            }
            arrival.run();
        }
        if (position >= dieAt && !stopped) {
            stopped = true;
            accepted = arrived;
            kernel.truncate((int) (accepted - read));
            deathAtLimit.run();
        }
    }

    private void endArrives(End how) {
        if (!stopped && !blocked() && (how == End.RESET || arrived >= accepted) && seen != End.RESET) {
            seen = how;
            arrival.run();
        }
    }

    private void loseFrom(long earliest) {
        accepted = earliest + chance.nextLong(accepted - earliest + 1);
        arrived = Math.min(arrived, accepted);
        kernel.truncate((int) (accepted - read));
    }

    private boolean blocked() {
        return silenced || context.paths().blocked(path);
    }

    private LinkProfile profile() {
        return context.paths().profile(path);
    }
}
