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

    /** An acknowledgement does not reset the backoff. */
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

    /** Only later packets, and no time, make a packet lost. */
    public static final class NoTimeThreshold {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue(value = "lossPending", readOnly = false) boolean lossPending) {
            lossPending = false;
        }
    }

    /** The factor of Reno with the growth of CUBIC. */
    public static final class Halved {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue(value = "window", readOnly = false) double window) {
            window = window * 5 / 7;
        }
    }

    /** A probe for the path MTU is like any other packet once it is lost. */
    public static final class ProbeIsCongestion {
        @Advice.OnMethodExit
        public static void after(@Advice.Argument(0) SentPacket packet) {
            packet.mtuProbe = false;
        }
    }

    /** A size counts as carried as soon as it is tried. */
    public static final class SizeUsedAtOnce {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue(value = "bytes", readOnly = false) int bytes) {
            bytes = 16_384;
        }
    }

    /** Each loss reduces the window. */
    public static final class ReducedPerLoss {
        @Advice.OnMethodEnter
        public static void before(
                @Advice.FieldValue(value = "recoveryStartNs", readOnly = false) long recoveryStartNs) {
            recoveryStartNs = Long.MIN_VALUE;
        }
    }

    /** A window that is not used grows. */
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

    /** Replaces {@link Math#min} in the estimate: the peer's delay is accepted without a limit. */
    public static long unclamped(long one, long other) {
        return other == PathRtt.MAX_ACK_DELAY_NS ? one : Math.min(one, other);
    }

    /** Replaces {@link Math#min}: a limit without effect. */
    public static long unlimited(long one, long other) {
        return Math.max(one, other);
    }

    /** Numbers far below what the peer has acknowledged are forgotten, and accepted again. */
    public static final class FloorForgotten {
        @Advice.OnMethodExit
        public static void after(@Advice.FieldValue(value = "floor", readOnly = false) long floor) {
            floor = 0;
        }
    }
}
