package chaski.node.session;

import chaski.node.declaration.InboundCredit;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.asm.Advice;

/** CREDIT carries the increase of the grant instead of the cumulative figure. */
public final class CreditAsIncrements {

    private static final Map<InboundCredit, Long> UNTOLD = new WeakHashMap<>();

    private CreditAsIncrements() {}

    /** Replaces {@link InboundCredit#granted} where a declaration is sent. */
    public static long reported(InboundCredit flow) {
        UNTOLD.remove(flow);
        return flow.granted();
    }

    /** Replaces {@link InboundCredit#granted} where credit is sent. */
    public static long increment(InboundCredit flow) {
        Long more = UNTOLD.remove(flow);
        return more == null ? 0 : more;
    }

    public static void note(InboundCredit flow, long more) {
        UNTOLD.merge(flow, more, Long::sum);
    }

    /** On the receiving side, each grant. */
    public static final class Granting {
        @Advice.OnMethodEnter
        public static void grant(@Advice.This Object flow, @Advice.Argument(0) long more) {
            note((InboundCredit) flow, more);
        }
    }

    /** On the sending side, each grant. */
    public static final class Taking {
        @Advice.OnMethodEnter
        public static void grant(
                @Advice.Argument(value = 0, readOnly = false) long total, @Advice.FieldValue("granted") long granted) {
            total = granted + total;
        }
    }
}
