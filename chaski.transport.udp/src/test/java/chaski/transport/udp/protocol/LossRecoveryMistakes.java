package chaski.transport.udp.protocol;

import net.bytebuddy.asm.Advice;

/** Mistakes in loss recovery and congestion control, for the mutation test. */
public final class LossRecoveryMistakes {

    private LossRecoveryMistakes() {}

    /** The probe timer keeps running from the packet that started it. */
    public static final class TimerNotRestarted {
        @Advice.OnMethodEnter
        public static long before(@Advice.FieldValue("lastAskingNs") long lastAskingNs) {
            return lastAskingNs;
        }

        @Advice.OnMethodExit
        public static void after(
                @Advice.Enter long before,
                @Advice.FieldValue("open") int open,
                @Advice.FieldValue(value = "lastAskingNs", readOnly = false) long lastAskingNs) {
            if (open > 1) {
                lastAskingNs = before;
            }
        }
    }

    /** The probe timer is still the expired one after a timeout. */
    public static final class TimerLeftExpired {
        @Advice.OnMethodEnter
        public static long before(@Advice.FieldValue("lastAskingNs") long lastAskingNs) {
            return lastAskingNs;
        }

        @Advice.OnMethodExit
        public static void after(
                @Advice.Enter long before,
                @Advice.FieldValue(value = "lastAskingNs", readOnly = false) long lastAskingNs) {
            lastAskingNs = before;
        }
    }

    /** An acknowledgement leaves the backoff as it was. */
    public static final class BackoffKept {
        @Advice.OnMethodEnter
        public static int before(@Advice.FieldValue("ptoCount") int ptoCount) {
            return ptoCount;
        }

        @Advice.OnMethodExit
        public static void after(
                @Advice.Enter int before, @Advice.FieldValue(value = "ptoCount", readOnly = false) int ptoCount) {
            ptoCount = before;
        }
    }

    /** Only packets and no time make a packet lost. */
    public static final class NoTimeThreshold {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue(value = "lossPending", readOnly = false) boolean lossPending) {
            lossPending = false;
        }
    }

    /** Each loss halves the window. */
    public static final class HalvedPerLoss {
        @Advice.OnMethodEnter
        public static void before(
                @Advice.FieldValue(value = "recoveryStartNs", readOnly = false) long recoveryStartNs) {
            recoveryStartNs = Long.MIN_VALUE;
        }
    }

    /** A window that nobody uses grows. */
    public static final class UnusedWindowGrows {
        @Advice.OnMethodEnter
        public static void before(@Advice.Argument(value = 2, readOnly = false) boolean used) {
            used = true;
        }
    }

    /** Packets sent before the reduction count as new. */
    public static final class OldPacketsGrowTheWindow {
        @Advice.OnMethodEnter
        public static void before(@Advice.Argument(value = 1, readOnly = false) long sentNs) {
            sentNs = Long.MAX_VALUE;
        }
    }

    /** In the place of {@link Math#min} in the estimate: the peer's delay is believed. */
    public static long unclamped(long one, long other) {
        return other == PathRtt.MAX_ACK_DELAY_NS ? one : Math.min(one, other);
    }

    /** In the place of {@link Math#min}: a limit that does not limit. */
    public static long unlimited(long one, long other) {
        return Math.max(one, other);
    }

    /** What lies far below what the peer has heard is forgotten, and taken again. */
    public static final class FloorForgotten {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue(value = "floor", readOnly = false) long floor) {
            floor = 0;
        }
    }
}
