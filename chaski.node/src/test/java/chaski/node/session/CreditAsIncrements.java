package chaski.node.session;

import chaski.node.declaration.InboundCredit;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.asm.Advice;

/** CREDIT tells how much more is granted, and not how much in all. */
public final class CreditAsIncrements {

    private static final Map<InboundCredit, Long> UNTOLD = new WeakHashMap<>();

    private CreditAsIncrements() {}

    /** Instead of {@link InboundCredit#granted} where a declaration is told. */
    public static long told(InboundCredit flow) {
        UNTOLD.remove(flow);
        return flow.granted();
    }

    /** Instead of {@link InboundCredit#granted} where credit is told. */
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
