package chaski.node.send;

import chaski.api.protocol.Environment;
import java.util.concurrent.locks.ReentrantLock;
import net.bytebuddy.asm.Advice;

/** Messages are sent by new declarations some milliseconds before the log names their version. */
public final class DataBeforeDeclarations {

    private static final long LATE_NS = 5_000_000L;

    private static boolean late;

    private DataBeforeDeclarations() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    public static boolean recordApplied(
            @Advice.This Object table,
            @Advice.Argument(0) long version,
            @Advice.FieldValue("lock") ReentrantLock lock,
            @Advice.FieldValue("environment") Environment environment,
            @Advice.FieldValue("owner") SendChannelOwner owner) {
        return postpone((CreditTable) table, version, lock, environment, owner);
    }

    public static boolean postpone(
            CreditTable table, long version, ReentrantLock lock, Environment environment, SendChannelOwner owner) {
        if (late) {
            return false;
        }
        environment.schedule(LATE_NS, () -> append(table, version, lock, owner));
        return true;
    }

    private static void append(CreditTable table, long version, ReentrantLock lock, SendChannelOwner owner) {
        lock.lock();
        late = true;
        try {
            table.recordApplied(version);
        } finally {
            late = false;
            lock.unlock();
        }
        owner.wake();
    }
}
