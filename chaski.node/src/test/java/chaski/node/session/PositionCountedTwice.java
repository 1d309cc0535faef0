package chaski.node.session;

import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** The bytes that complete a record are counted again. */
public final class PositionCountedTwice {

    private PositionCountedTwice() {}

    @Advice.OnMethodEnter
    public static int joinedBegins(@Advice.Argument(0) ByteBuffer chunk) {
        return chunk.position();
    }

    @Advice.OnMethodExit
    public static void joinedEnds(
            @Advice.Enter int before,
            @Advice.Argument(0) ByteBuffer chunk,
            @Advice.FieldValue(value = "received", readOnly = false) long received) {
        received = received + chunk.position() - before;
    }
}
