package chaski.remote.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Texts that a peer sends with every call, such as the names of methods, so that each is decoded once. It holds a few
 * short ones, whatever the peer sends. Confined to the thread that receives from one peer.
 */
public final class TextCache {

    private static final int MAX_BYTES = 64;
    private static final int SLOT_BITS = 6;

    /** Spreads a hash over its upper bits (Fibonacci hashing). */
    private static final int GOLDEN_RATIO = 0x9e3779b9;

    private final @Nullable String[] texts = new @Nullable String[1 << SLOT_BITS];

    /** Creates an empty cache. */
    public TextCache() {}

    /** Finds the text of the next bytes of a buffer, whose position stays. */
    @Nullable
    String find(ByteBuffer in, int length) {
        if (length > MAX_BYTES) {
            return null;
        }
        String text = texts[slot(in, length)];
        return text != null && isText(text, in, length) ? text : null;
    }

    /** Keeps the text of the next bytes of a buffer. */
    void put(ByteBuffer in, int length, String text) {
        if (length <= MAX_BYTES && length == text.length()) { // only then it is ASCII
            texts[slot(in, length)] = text;
        }
    }

    private static int slot(ByteBuffer in, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + in.get(in.position() + i);
        }
        return (hash * GOLDEN_RATIO) >>> (Integer.SIZE - SLOT_BITS);
    }

    private static boolean isText(String text, ByteBuffer in, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != in.get(in.position() + i)) {
                return false;
            }
        }
        return true;
    }
}
