package chaski.node.declaration;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A window of 1,000 bytes for which publishers of the node itself compete. */
final class CreditPoolStress {

    private static final long WINDOW = 1000;

    private CreditPoolStress() {}

    private static CreditPool pool() {
        return new CreditPool(WINDOW, 3 * WINDOW, look -> {});
    }

    private static Reservation reserve(CreditPool pool, long cost) {
        List<Runnable> notified = new ArrayList<>();
        Reservation reservation = pool.reserve(cost, () -> {}, notified);
        notified.forEach(Runnable::run);
        return reservation;
    }

    /** Two messages that do not fit together, without waiting. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them fits")
    @Outcome(expect = FORBIDDEN, desc = "both, or none")
    @State
    public static class OneFits {
        private final CreditPool pool = pool();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = pool.tryReserve(600);
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = pool.tryReserve(600);
        }
    }

    /** A waiter gets the room that another publisher releases. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "served, and nothing more is free than should be")
    @Outcome(expect = FORBIDDEN, desc = "not served, or too much is free")
    @State
    public static class ReleaseServes {
        private final CreditPool pool = pool();
        private final Reservation first = reserve(pool, 600);
        private Reservation second;

        @Actor
        public void reserveMore() {
            second = reserve(pool, 600);
        }

        @Actor
        public void release() {
            pool.release(600);
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = first.isHeld() && second.isHeld();
            result.r2 = pool.tryReserve(401);
        }
    }

    /** The first waiter in the queue leaves it: the waiter behind it is served. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the one behind is served, the head is not")
    @Outcome(expect = FORBIDDEN, desc = "the one behind waits for nothing")
    @State
    public static class CancelServes {
        private final CreditPool pool = pool();
        private final Reservation used = reserve(pool, 600);
        private final Reservation head = reserve(pool, 900);
        private Reservation behind;

        @Actor
        public void reserveLittle() {
            behind = reserve(pool, 300);
        }

        @Actor
        public void cancel() {
            head.cancel();
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = used.isHeld() && behind.isHeld();
            result.r2 = head.isHeld();
        }
    }

    /** A window that is withdrawn makes no publisher wait, whenever it began to wait. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "all may go on")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for a window that is gone")
    @State
    public static class WithdrawalServes {
        private final CreditPool pool = pool();
        private final Reservation used = reserve(pool, 900);
        private final Reservation before = reserve(pool, 900);
        private Reservation during;

        @Actor
        public void reserveToo() {
            during = reserve(pool, 900);
        }

        @Actor
        public void withdraw() {
            pool.withdraw();
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r1 = used.isHeld();
            result.r2 = before.isHeld();
            result.r3 = during.isHeld();
        }
    }
}
