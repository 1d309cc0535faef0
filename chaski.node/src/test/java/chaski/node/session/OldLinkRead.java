package chaski.node.session;

import net.bytebuddy.asm.Advice;

/**
 * What a link delivers is handed over after another link was attached. The position stays as it was named, so the other
 * link delivers it again; if it moved, the rule that known bytes are dropped would compensate for the mistake.
 */
public final class OldLinkRead {

    private OldLinkRead() {}

    @Advice.OnMethodEnter
    public static long dataBegins(
            @Advice.Argument(value = 0, readOnly = false) Object from,
            @Advice.Argument(value = 1, readOnly = false) long position,
            @Advice.FieldValue("source") Object source,
            @Advice.FieldValue("received") long received) {
        if (from == source) {
            return -1;
        }
        from = source;
        position = received;
        return received;
    }

    @Advice.OnMethodExit
    public static void dataEnds(
            @Advice.Enter long named, @Advice.FieldValue(value = "received", readOnly = false) long received) {
        if (named >= 0) {
            received = named;
        }
    }
}
