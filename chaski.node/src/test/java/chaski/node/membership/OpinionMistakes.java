package chaski.node.membership;

import chaski.api.NodeId;
import net.bytebuddy.asm.Advice;

/** Mistakes in opinions on peers, for the mutation test. */
public final class OpinionMistakes {

    private OpinionMistakes() {}

    /** A node that is itself late nevertheless judges others. */
    public static final class NoReprieve {
        @Advice.OnMethodEnter
        public static void before(@Advice.FieldValue(value = "reprieves", readOnly = false) int reprieves) {
            reprieves = Integer.MAX_VALUE;
        }
    }

    /** A sign of life that is older than the last one counts as the last. */
    public static final class OldNewsBelieved {
        @Advice.OnMethodExit
        public static void after(
                @Advice.Argument(0) long atNs, @Advice.FieldValue(value = "heardNs", readOnly = false) long heardNs) {
            heardNs = atNs;
        }
    }

    /** The owner of an entry contradicts a higher version with a lower one. */
    public static final class RaisedFromOwn {
        @Advice.OnMethodEnter
        public static void before(@Advice.Argument(value = 0, readOnly = false) long above) {
            above = 0;
        }
    }

    /** News is returned to the peer that sent it. */
    public static final class SentBack {
        @Advice.OnMethodEnter
        public static void before(@Advice.Argument(value = 0, readOnly = false) NodeId from) {
            from = null;
        }
    }
}
