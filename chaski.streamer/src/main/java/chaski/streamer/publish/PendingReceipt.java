package chaski.streamer.publish;

import chaski.api.protocol.Route;
import chaski.api.streamer.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Collects the engine's reports about one message. Thread-safe. */
final class PendingReceipt implements Route.Receipt {

    private final CallbackExecutor completions;
    private final CompletableFuture<Receipt> future = new CompletableFuture<>();

    // guarded by this; the outcome may be known before the publishing thread knows how many matched
    private int matched = -1;
    private int lost;
    private boolean settled;
    private boolean notified;

    PendingReceipt(CallbackExecutor completions) {
        this.completions = completions;
    }

    /** The message was sent. */
    void accepted(int subscriptions) {
        boolean due;
        synchronized (this) {
            matched = subscriptions;
            due = isDue();
        }
        if (due) {
            // on the publishing thread, before any other code can depend on the stage
            completions.dismiss();
            future.complete(new Receipt(matched, lost));
        }
    }

    @Override
    public void settled(int acknowledged, int lostSessions) {
        boolean due;
        synchronized (this) {
            lost = lostSessions;
            settled = true;
            due = isDue();
        }
        if (due) {
            completions.complete(() -> future.complete(new Receipt(matched, lostSessions)));
        }
    }

    private boolean isDue() {
        boolean due = settled && matched >= 0 && !notified;
        notified |= due;
        return due;
    }

    /** The message was not sent. */
    void failed(RuntimeException why) {
        completions.dismiss();
        future.completeExceptionally(why);
    }

    CompletionStage<Receipt> stage() {
        return future;
    }
}
