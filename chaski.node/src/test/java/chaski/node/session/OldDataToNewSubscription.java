package chaski.node.session;

import chaski.node.declaration.Declarations;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** The peer is assumed to have applied everything that is declared at that time. */
public final class OldDataToNewSubscription {

    private OldDataToNewSubscription() {}

    @Advice.OnMethodEnter
    public static void onSessionRecord(
            @Advice.Argument(0) int kind,
            @Advice.Argument(value = 1, readOnly = false) ByteBuffer body,
            @Advice.FieldValue("declarations") Declarations declarations) {
        if (kind == SessionRecord.APPLIED) {
            body = ByteBuffer.allocate(Long.BYTES)
                    .putLong(declarations.version())
                    .flip();
        }
    }
}
