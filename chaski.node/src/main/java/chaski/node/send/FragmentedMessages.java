package chaski.node.send;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of more than one record that are being written to one session. Their fragments are written one by one,
 * so that messages of other publishers can be interleaved. The bytes that the peer has to assemble at once are bounded.
 *
 * <p>Guarded by the lock of the send channel, which {@link #append} acquires.
 */
public final class FragmentedMessages {

    private final SendChannel channel;
    private long limitBytes = Long.MAX_VALUE;
    private long bytes;

    FragmentedMessages(SendChannel channel) {
        this.channel = channel;
    }

    /** Sets the bytes of unfinished messages that the peer accepts. */
    void limit(long assemblyBytes) {
        limitBytes = assemblyBytes;
    }

    /** {@return the bytes of the messages that are being written} */
    long bytes() {
        return bytes;
    }

    /**
     * Returns whether the peer can assemble one more message, in addition to those that are being written.
     *
     * @param length the length of the message
     * @return true if it can; a peer that assembles nothing accepts any message
     */
    public boolean mayBegin(long length) {
        return bytes == 0 || bytes + length <= limitBytes;
    }

    /**
     * Begins a message whose space was reserved.
     *
     * @param leg the state of its route
     * @param sequence the number of the message
     * @param length its length
     */
    public void begin(RoutePeerState leg, long sequence, long length) {
        leg.inProgress = sequence;
        bytes += length;
    }

    /**
     * Appends the next fragment of a message that has begun. Acquires the lock itself.
     *
     * @param leg the state of its route
     * @param sequence the number of the message
     * @param part the fragment
     * @param settlement awaits the acknowledgement of the whole message, or {@code null}
     */
    public void append(RoutePeerState leg, long sequence, FragmentWriter part, @Nullable AckCountdown settlement) {
        List<Runnable> wakeups = new ArrayList<>(2);
        channel.lock.lock();
        try {
            if (!channel.isEnded()) {
                channel.append(
                        leg.route.channel(),
                        part.flags(),
                        leg.route.number(),
                        sequence,
                        part.prefix(),
                        part.head(),
                        part.body());
                channel.publish();
                if (part.isLast()) {
                    finish(leg, part.total(), settlement, wakeups);
                }
            } else if (part.isLast() && settlement != null) {
                wakeups.add(settlement::lost);
            }
        } finally {
            channel.lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    private void finish(RoutePeerState leg, long length, @Nullable AckCountdown settlement, List<Runnable> wakeups) {
        leg.inProgress = -1;
        bytes -= length;
        channel.room.takeWakeups(wakeups);
        if (settlement != null) {
            channel.await(settlement);
        }
        if (leg.closing) {
            channel.routes().close(leg);
        }
    }
}
