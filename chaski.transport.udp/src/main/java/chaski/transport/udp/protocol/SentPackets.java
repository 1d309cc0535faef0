package chaski.transport.udp.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The packets whose outcome is not known, found by number. Numbers of packets that require no acknowledgement are gaps.
 * It grows with the packets in flight, which the window and the send stream bound.
 */
final class SentPackets {

    private static final int FIRST_CAPACITY = 32;

    private @Nullable SentPacket[] ring = new SentPacket[FIRST_CAPACITY];
    private long first;
    private long end;

    /** Records the next packet. */
    void add(SentPacket packet) {
        if (first == end) {
            first = packet.number;
        }
        end = packet.number + 1;
        while (end - first > ring.length) {
            grow();
        }
        ring[index(packet.number)] = packet;
    }

    /** {@return a number at or below that of every packet whose outcome is not known} */
    long first() {
        return first;
    }

    /** {@return the number after that of the last recorded packet} */
    long end() {
        return end;
    }

    @Nullable
    SentPacket get(long number) {
        return number < first || number >= end ? null : ring[index(number)];
    }

    void remove(long number) {
        ring[index(number)] = null;
        while (first < end && ring[index(first)] == null) {
            first++;
        }
    }

    private int index(long number) {
        return (int) (number & ring.length - 1);
    }

    private void grow() {
        @Nullable SentPacket[] old = ring;
        ring = Arrays.copyOf(new SentPacket[0], 2 * old.length);
        for (SentPacket packet : old) {
            if (packet != null) {
                ring[index(packet.number)] = packet;
            }
        }
    }
}
