package chaski.testkit.network;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The buffers that are passed to handlers. The whole network shares one set, because only one handler runs at a time;
 * they are heap or direct, and begin at random offsets.
 */
final class ReaderBuffers {

    private static final int MARGIN_BYTES = 64;
    private static final byte[] RUBBISH = new byte[LinkProfile.MOST_READ_BYTES];

    static {
        Arrays.fill(RUBBISH, (byte) 0xDB);
    }

    private final ByteBuffer heap = ByteBuffer.allocate(LinkProfile.MOST_READ_BYTES + MARGIN_BYTES);
    private final ByteBuffer direct = ByteBuffer.allocateDirect(LinkProfile.MOST_READ_BYTES + MARGIN_BYTES);
    private ByteBuffer shown = heap;

    ByteBuffer next(RandomGenerator chance) {
        ByteBuffer whole = chance.nextBoolean() ? heap : direct;
        shown = whole.clear().position(chance.nextInt(MARGIN_BYTES)).slice().limit(LinkProfile.MOST_READ_BYTES);
        return shown.duplicate();
    }

    /** Overwrites the last buffer. */
    void spoil(int count) {
        shown.put(0, RUBBISH, 0, count);
    }
}
