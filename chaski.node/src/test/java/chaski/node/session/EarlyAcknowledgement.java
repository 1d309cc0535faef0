package chaski.node.session;

import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** A record is acknowledged as soon as its first bytes arrive. */
public final class EarlyAcknowledgement {

    private EarlyAcknowledgement() {}

    @Advice.OnMethodExit
    public static void handedOver(
            @Advice.Return(readOnly = false) long position, @Advice.FieldValue("partial") ByteBuffer partial) {
        if (partial != null && partial.capacity() > RecordHeader.BYTES) {
            position = position + partial.capacity();
        }
    }
}
