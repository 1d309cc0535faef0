package chaski.node.session;

import chaski.node.send.SendChannel;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** Messages go by new declarations for some milliseconds before the log tells of them. */
public final class DataBeforeDeclarations {

    private static boolean late;

    private DataBeforeDeclarations() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    public static boolean appendSmall(
            @Advice.This Object outbound,
            @Advice.Argument(0) ByteBuffer record,
            @Advice.FieldValue("owner") SendChannel.Owner owner) {
        return postpone((SendChannel) outbound, record, owner);
    }

    public static boolean postpone(SendChannel outbound, ByteBuffer record, SendChannel.Owner owner) {
        boolean applied = RecordHeader.channel(record, record.position()) == RecordHeader.SESSION_CHANNEL
                && RecordHeader.flags(record, record.position()) == SessionRecord.APPLIED;
        if (late || !applied) {
            return false;
        }
        owner.later(() -> append(outbound, record, owner));
        return true;
    }

    private static void append(SendChannel outbound, ByteBuffer record, SendChannel.Owner owner) {
        outbound.lock.lock();
        late = true;
        try {
            outbound.appendSmall(record);
        } finally {
            late = false;
            outbound.lock.unlock();
        }
        owner.wake();
    }
}
