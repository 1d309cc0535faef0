package chaski.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The number that each message carries in its first eight bytes, so that a lost, repeated or swapped one is detected.
 */
final class Sequence {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Sequence() {}

    static void write(byte[] message, long number) {
        LONG.set(message, 0, number);
    }

    static long read(byte[] message) {
        return (long) LONG.get(message, 0);
    }
}
