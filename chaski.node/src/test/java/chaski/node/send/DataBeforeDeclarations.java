package chaski.node.send;

import net.bytebuddy.asm.Advice;

/** Messages are sent by new declarations some milliseconds before the log names their version. */
public final class DataBeforeDeclarations {

    private static boolean late;

    private DataBeforeDeclarations() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    public static boolean recordApplied(
            @Advice.This Object table,
            @Advice.Argument(0) long version,
            @Advice.FieldValue("channel") SendChannel channel,
            @Advice.FieldValue("owner") SendChannelOwner owner) {
        return postpone((CreditTable) table, version, channel, owner);
    }

    public static boolean postpone(CreditTable table, long version, SendChannel channel, SendChannelOwner owner) {
        if (late) {
            return false;
        }
        owner.later(() -> append(table, version, channel, owner));
        return true;
    }

    private static void append(CreditTable table, long version, SendChannel channel, SendChannelOwner owner) {
        channel.lock.lock();
        late = true;
        try {
            table.recordApplied(version);
        } finally {
            late = false;
            channel.lock.unlock();
        }
        owner.wake();
    }
}
