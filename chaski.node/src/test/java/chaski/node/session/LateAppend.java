package chaski.node.session;

import chaski.api.protocol.Route;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.asm.Advice;

/** A message that has its number is appended after the one with the next number, as if another thread intervened. */
public final class LateAppend {

    private static final Map<Object, Late> LATE = new WeakHashMap<>();

    private LateAppend() {}

    private record Late(long sequence, ByteBuffer head, ByteBuffer body, Route.Receipt receipt) {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    public static int offerBegins(
            @Advice.This Object route,
            @Advice.Argument(0) long sequence,
            @Advice.Argument(1) ByteBuffer head,
            @Advice.Argument(2) ByteBuffer body,
            @Advice.Argument(4) Route.Receipt receipt) {
        return hold(route, sequence, head, body, receipt);
    }

    @Advice.OnMethodExit
    public static void offerEnds(
            @Advice.This Object route,
            @Advice.Argument(0) long sequence,
            @Advice.Enter int held,
            @Advice.Return(readOnly = false) int result) {
        if (held != 0) {
            result = held;
        } else if (result > 0) {
            appendLate(route, sequence);
        }
    }

    /** Every eighth message is held back; a matching one is answered as if it had been sent. */
    public static int hold(Object route, long sequence, ByteBuffer head, ByteBuffer body, Route.Receipt receipt) {
        int matched = ((Route) route).matched();
        if (sequence % 8 != 3 || matched == 0 || receipt == null || LATE.containsKey(route)) {
            return 0;
        }
        LATE.put(route, new Late(sequence, copy(head), copy(body), receipt));
        return matched;
    }

    public static void appendLate(Object route, long sequence) {
        Late late = LATE.get(route);
        if (late == null || late.sequence() >= sequence) {
            return;
        }
        LATE.remove(route);
        if (((Route) route).offer(late.sequence(), late.head(), late.body(), late.receipt(), null) < 0) {
            LATE.put(route, late);
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
