package chaski.streamer.waiting;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for stages. */
public final class Stages {

    private Stages() {}

    /**
     * Waits until a stage is completed, normally or not.
     *
     * @param stage the stage
     * @param nanos how long to wait at most
     * @return true if it is
     * @throws InterruptedException when interrupted while waiting
     */
    public static boolean await(CompletionStage<?> stage, long nanos) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        stage.whenComplete((result, error) -> done.countDown());
        return done.await(nanos, TimeUnit.NANOSECONDS);
    }
}
