package chaski.streamer;

import net.bytebuddy.asm.Advice;

/** Small mistakes in the streamer and in the parts of the engine that it uses, for the mutation test. */
public final class StreamerMutations {

    private StreamerMutations() {}

    /** A boolean method that always returns true. */
    public static final class Yes {
        @Advice.OnMethodExit
        public static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = true;
        }
    }

    /** A method that returns one byte too many. */
    public static final class OneByteMore {
        @Advice.OnMethodExit
        public static void exit(@Advice.Return(readOnly = false) long bytes) {
            bytes++;
        }
    }

    /** A method that returns one byte too few. */
    public static final class OneByteLess {
        @Advice.OnMethodExit
        public static void exit(@Advice.Return(readOnly = false) long bytes) {
            bytes--;
        }
    }

    /** A refused message uses up a sequence number. */
    public static final class SequenceUsedByRefusal {
        @Advice.OnMethodExit
        public static void exit(
                @Advice.Return int matched, @Advice.FieldValue(value = "sequence", readOnly = false) long sequence) {
            sequence += matched < 0 ? 1 : 0;
        }
    }

    /** A receipt completes each time its outcome is reported. */
    public static final class SettledEachTime {
        @Advice.OnMethodExit
        public static void exit(
                @Advice.Return(readOnly = false) boolean due,
                @Advice.FieldValue("settled") boolean settled,
                @Advice.FieldValue("matched") int matched) {
            due = settled && matched >= 0;
        }
    }

    /** A receipt completes before it is known how many subscriptions matched. */
    public static final class SettledWithoutMatches {
        @Advice.OnMethodExit
        public static void exit(
                @Advice.Return(readOnly = false) boolean due, @Advice.FieldValue("settled") boolean settled) {
            due = settled;
        }
    }

    /** A draining mailbox does not wait for what peers still send. */
    public static final class DrainedAtOnce {
        @Advice.OnMethodExit
        public static void exit(@Advice.FieldValue(value = "sendersStopped", readOnly = false) boolean stopped) {
            stopped = true;
        }
    }

    /** A batch counts as empty one message too early. */
    public static final class LastOfBatchLost {
        @Advice.OnMethodExit
        public static void exit(
                @Advice.Return(readOnly = false) boolean empty,
                @Advice.FieldValue("read") int read,
                @Advice.FieldValue("size") int size) {
            empty = size > 1 ? read >= size - 1 : read == size;
        }
    }

    /** A wait forgets the call that preceded it. */
    public static final class WakeupForgotten {
        @Advice.OnMethodEnter
        public static void enter(@Advice.FieldValue(value = "called", readOnly = false) boolean called) {
            called = false;
        }
    }
}
