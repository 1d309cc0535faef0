package chaski.streamer.waiting;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** The waits of blocking methods of publishers lose no notification. */
final class WaitingStress {

    private WaitingStress() {}

    /** A call before, while or after the thread begins to wait is not lost. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the thread is woken")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "the call was lost")
    @State
    public static class WakeupIsNotLost {
        private final AtomicReference<Wakeup> wakeup = new AtomicReference<>();

        @Actor
        public void await() throws InterruptedException {
            Wakeup mine = new Wakeup(null); // without a deadline it needs no clock
            wakeup.set(mine);
            mine.await(Nanos.FOREVER);
        }

        @Signal
        public void wake() {
            Wakeup theirs = wakeup.get();
            while (theirs == null) {
                Thread.onSpinWait();
                theirs = wakeup.get();
            }
            theirs.wake();
        }
    }

    /** A condition that becomes true while a thread evaluates it is detected by that thread. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the thread goes on")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "the change was lost")
    @State
    public static class ChangeIsNotLost {
        private final ConditionGate gate = new ConditionGate();
        private volatile boolean holds;

        @Actor
        public void await() throws InterruptedException {
            gate.await(() -> holds, Nanos.FOREVER);
        }

        @Signal
        public void change() {
            holds = true;
            gate.changed();
        }
    }
}
