package chaski.node.session;

import chaski.node.context.NodeContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.bytebuddy.asm.Advice;

/** Small mistakes in the engine, for the mutation test. */
public final class EngineMistakes {

    private EngineMistakes() {}

    /** Replaces {@code forEach}: only the first is called. */
    public static <T> void onlyFirst(Iterable<T> all, Consumer<T> action) {
        for (T one : all) {
            action.accept(one);
            return;
        }
    }

    /** Replaces {@code compareAndSet}: every request counts as the first. */
    public static boolean alwaysFirst(AtomicBoolean pending, boolean expected, boolean value) {
        return true;
    }

    /** Replaces {@code compareAndSet}: every GOODBYE counts as the first. */
    public static boolean alwaysFirstOf(AtomicReference<Object> farewell, Object expected, Object value) {
        return true;
    }

    /** Replaces the cost of a message by its bytes. */
    public static long bytes(long bytes) {
        return bytes;
    }

    /** A request that comes while the task runs is forgotten. */
    public static final class RequestDuringRunLost {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue("pending") AtomicBoolean pending) {
            forget(pending);
        }
    }

    /** A separate method, because calls of {@code set} are replaced where this is inlined. */
    public static void forget(AtomicBoolean pending) {
        pending.set(false);
    }

    /** Replaces {@code set}, so that the task is still pending while it runs. */
    public static void later(AtomicBoolean pending, boolean value) {}

    /** No postponed record replaces another. */
    public static final class NothingMerged {
        @Advice.OnMethodExit
        public static void after(@Advice.Return(readOnly = false) int kind) {
            kind = -1;
        }
    }

    /** A boolean method that always returns true. */
    public static final class AlwaysTrue {
        @Advice.OnMethodExit
        public static void after(@Advice.Return(readOnly = false) boolean result) {
            result = true;
        }
    }

    /** An outage is counted from its detection. */
    public static final class OutageFromNotice {
        @Advice.OnMethodEnter
        public static void before(
                @Advice.FieldValue("context") NodeContext context,
                @Advice.Argument(value = 1, readOnly = false) long startNs) {
            startNs = context.nanoTime();
        }
    }

    /** A waiter counts as waiting since the outage began. */
    public static final class StallWithoutWaiters {
        @Advice.OnMethodExit
        public static void after(
                @Advice.Argument(1) long outageStartNs,
                @Advice.Argument(2) long nowNs,
                @Advice.Return(readOnly = false) long waitedNs) {
            waitedNs = nowNs - outageStartNs;
        }
    }
}
