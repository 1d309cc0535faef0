package chaski.transport.tcp;

import chaski.api.transport.LinkHandler;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicBoolean;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Mistakes on TCP links, for the mutation test. */
public final class LinkMistakes {

    private static final ThreadLocal<@Nullable AtomicBoolean> FLAG = new ThreadLocal<>();

    private LinkMistakes() {}

    /** Once something was written, everything given is reported as released. */
    public static final class ReleasedBeforeWritten {
        @Advice.OnMethodExit
        public static void after(
                @Advice.FieldValue("given") long given, @Advice.Return(readOnly = false) long released) {
            if (released > 0) {
                released = given;
            }
        }
    }

    /** What is discarded releases what was given before it, too. */
    public static final class DiscardReleasesAll {
        @Advice.OnMethodExit
        public static void after(
                @Advice.FieldValue("given") long given,
                @Advice.FieldValue(value = "released", readOnly = false) long released) {
            released = given;
        }
    }

    /** The last batch does not release what was discarded behind it. */
    public static final class DiscardedNeverReleased {
        @Advice.OnMethodExit
        public static void after(
                @Advice.This Object batch,
                @Advice.FieldValue("end") long end,
                @Advice.FieldValue("this$0") Object outbox) {
            reset(outbox, end);
        }
    }

    /** Sets the released total of a send queue. */
    public static void reset(Object outbox, long released) {
        try {
            Field field = outbox.getClass().getDeclaredField("released");
            field.setAccessible(true);
            field.setLong(outbox, released);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Replaces {@code refCnt}: memory in use counts as free. */
    public static int unused(Object chunk) {
        return 1;
    }

    /** Replaces the exchange before the handler is called. */
    public static boolean clearLater(AtomicBoolean requested, boolean value) {
        FLAG.set(requested);
        return true;
    }

    /** Replaces {@link LinkHandler#onWritable}: what the handler requests in the call is forgotten. */
    public static void askThenClear(LinkHandler handler) {
        handler.onWritable();
        AtomicBoolean requested = FLAG.get();
        if (requested != null) {
            requested.set(false);
        }
    }
}
