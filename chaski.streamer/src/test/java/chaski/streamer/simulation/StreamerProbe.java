package chaski.streamer.simulation;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Gives tests access to the internals of a streamer. */
final class StreamerProbe {

    private StreamerProbe() {}

    /** Returns the name of a lock of the streamer that the current thread holds, or an empty text. */
    static String heldLock(Object streamer) {
        for (Object publisher : all(streamer, "publishers")) {
            if (isHeld(read(read(publisher, "pipeline"), "append"))) {
                return "the lock of " + publisher;
            }
        }
        for (Object subscription : all(streamer, "subscriptions")) {
            Object mailbox = read(subscription, "mailbox");
            if (isHeld(read(mailbox, "entry")) || isHeld(read(mailbox, "exit"))) {
                return "a lock of " + subscription;
            }
        }
        return "";
    }

    /** Returns what is still open in a streamer although its users have closed it, or an empty text. */
    static String leftOver(Object streamer, int publishers, int subscriptions) {
        int openPublishers = all(streamer, "publishers").size();
        int openSubscriptions = all(streamer, "subscriptions").size();
        int settling = ((Collection<?>) read(read(streamer, "publishers"), "settling")).size();
        int receipts = ((AtomicInteger) read(read(read(streamer, "publishers"), "completions"), "admitted")).get();
        return openPublishers == publishers && openSubscriptions == subscriptions && settling == 0 && receipts == 0
                ? ""
                : openPublishers + " publishers (" + publishers + " are open), " + openSubscriptions
                        + " subscriptions ("
                        + subscriptions + " are open), " + settling + " closed publishers and " + receipts
                        + " receipts";
    }

    private static Collection<?> all(Object streamer, String what) {
        return (Collection<?>) read(read(streamer, what), "open");
    }

    private static Object read(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return Objects.requireNonNull(field.get(owner));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(owner.getClass() + " has a field " + name, e);
        }
    }

    private static boolean isHeld(Object lock) {
        return ((ReentrantLock) lock).isHeldByCurrentThread();
    }
}
