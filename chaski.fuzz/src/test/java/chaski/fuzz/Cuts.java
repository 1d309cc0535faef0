package chaski.fuzz;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts bytes into pieces, as links do: by a seed, which always gives the same pieces. */
public final class Cuts {

    private static final int MOST = 9;

    private int state;

    /**
     * Creates cuts.
     *
     * @param seed any number; 0 cuts nothing
     */
    public Cuts(int seed) {
        this.state = seed;
    }

    /**
     * Passes on the bytes in pieces, the same buffer with another position and limit each time.
     *
     * @param bytes from position to limit
     * @param taker receives each piece
     */
    public void each(ByteBuffer bytes, Consumer<ByteBuffer> taker) {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(bytes.position() + next(end - bytes.position()));
            int to = bytes.limit();
            taker.accept(bytes);
            bytes.limit(end).position(to);
        }
    }

    /**
     * Draws the length of a piece.
     *
     * @param most the remaining length, at least 1
     * @return 1 to that length
     */
    public int next(int most) {
        if (state == 0) {
            return most;
        }
        state = state * 1_103_515_245 + 12_345;
        return Math.min(most, 1 + (state >>> 16) % MOST);
    }
}
