package chaski.streamer.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A call is never lost, wherever the waiter is when it is made. If it were lost, a wait would last an hour, or forever.
 */
@Timeout(60)
class WakeupTest {

    private static final long FAR_NS = Duration.ofHours(1).toNanos();

    private final SteppedClock clock = new SteppedClock();
    private final Wakeup wakeup = new Wakeup(clock);

    @AfterEach
    void leaveNoInterrupt() {
        Thread.interrupted();
    }

    @Test
    void aCallBeforeTheWaitEndsIt() throws Exception {
        wakeup.wake();
        assertThat(wakeup.await(Nanos.FOREVER)).isTrue();

        wakeup.wake();
        assertThat(wakeup.await(FAR_NS)).isTrue();

        wakeup.wake();
        assertThat(wakeup.await(-1)).as("though its time is up").isTrue();
    }

    @Test
    void aCallBetweenTheCheckAndTheParkEndsTheWait() throws Exception {
        for (int i = 0; i < 3; i++) {
            clock.step(wakeup::wake);

            assertThat(wakeup.await(FAR_NS)).isTrue();
        }
    }

    @Test
    void aCallBetweenAReturnForNothingAndTheNextParkEndsTheWait() throws Exception {
        clock.step(() -> LockSupport.unpark(Thread.currentThread()));
        clock.step(wakeup::wake);

        assertThat(wakeup.await(FAR_NS)).isTrue();
    }

    @Test
    void aCallEndsTheWaitOfAThreadThatIsParked() throws Exception {
        wakesAParkedThread(FAR_NS);
        wakesAParkedThread(Nanos.FOREVER);
    }

    @Test
    void eachOfTwoCallsEndsAWait() throws Exception {
        CompletableFuture<Wakeup> made = new CompletableFuture<>();
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        Thread waiter = start(made, FAR_NS, List.of(first, second));
        Wakeup theirs = made.get(30, TimeUnit.SECONDS);
        untilParked(waiter, theirs);

        theirs.wake();
        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
        untilParked(waiter, theirs);
        theirs.wake();

        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallThatComesWhenTheTimeIsUpIsForTheNextWait() throws Exception {
        clock.step(() -> {
            clock.set(FAR_NS);
            wakeup.wake();
        });

        boolean atOnce = wakeup.await(FAR_NS);
        assertThat(atOnce || wakeup.await(FAR_NS)).isTrue();
    }

    @Test
    void aCallIsForOneWait() throws Exception {
        wakeup.wake();
        wakeup.wake();
        assertThat(wakeup.await(FAR_NS)).isTrue();

        clock.set(FAR_NS);
        assertThat(wakeup.await(FAR_NS)).isFalse();
    }

    @Test
    void aReturnForNothingIsNoCall() throws Exception {
        clock.step(() -> LockSupport.unpark(Thread.currentThread()));
        clock.step(() -> clock.set(FAR_NS));

        assertThat(wakeup.await(FAR_NS)).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitAndLosesNoCall() throws Exception {
        clock.step(Thread.currentThread()::interrupt);
        assertThatThrownBy(() -> wakeup.await(FAR_NS)).isInstanceOf(InterruptedException.class);

        clock.step(() -> {
            Thread.currentThread().interrupt();
            wakeup.wake();
        });
        assertThat(isCalledNowOrNext()).isTrue();
    }

    private boolean isCalledNowOrNext() throws InterruptedException {
        try {
            return wakeup.await(FAR_NS);
        } catch (InterruptedException e) {
            return wakeup.await(FAR_NS);
        }
    }

    private void wakesAParkedThread(long deadlineNs) throws Exception {
        CompletableFuture<Wakeup> made = new CompletableFuture<>();
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        Thread waiter = start(made, deadlineNs, List.of(called));
        Wakeup theirs = made.get(30, TimeUnit.SECONDS);
        untilParked(waiter, theirs);

        theirs.wake();

        assertThat(called.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A thread that creates a wake-up and waits once for each of the calls. */
    private Thread start(CompletableFuture<Wakeup> made, long deadlineNs, List<CompletableFuture<Boolean>> calls) {
        Thread waiter = new Thread(() -> {
            Wakeup own = new Wakeup(clock);
            made.complete(own);
            calls.forEach(called -> await(own, deadlineNs, called));
        });
        waiter.setDaemon(true);
        waiter.start();
        return waiter;
    }

    private static void await(Wakeup wakeup, long deadlineNs, CompletableFuture<Boolean> called) {
        try {
            called.complete(wakeup.await(deadlineNs));
        } catch (InterruptedException e) {
            called.completeExceptionally(e);
        }
    }

    private static void untilParked(Thread waiter, Wakeup wakeup) {
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> LockSupport.getBlocker(waiter) == wakeup && isWaiting(waiter.getState()));
    }

    private static boolean isWaiting(Thread.State state) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}
