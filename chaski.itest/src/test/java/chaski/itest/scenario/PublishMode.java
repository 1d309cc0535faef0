package chaski.itest.scenario;

import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** The ways to publish one message after another, each of which waits while a subscriber is behind. */
public enum PublishMode {
    /** Blocks. */
    PUBLISH {
        @Override
        public void publish(Publisher<String> publisher, String payload) {
            publisher.publish(payload);
        }
    },
    /** Is called back when another attempt may succeed. */
    OFFER {
        @Override
        public void publish(Publisher<String> publisher, String payload) throws InterruptedException {
            while (publisher.offer(payload) == Offer.BACKPRESSURED) {
                awaitWritable(publisher);
            }
        }
    },
    /** Gets a receipt, and is called back like {@link #OFFER}. */
    ASYNC {
        @Override
        public void publish(Publisher<String> publisher, String payload) throws InterruptedException {
            while (isRefused(publisher.publishAsync(payload).toCompletableFuture())) {
                awaitWritable(publisher);
            }
        }
    };

    /**
     * Publishes; returns when the message is accepted.
     *
     * @param publisher the publisher
     * @param payload the payload
     * @throws InterruptedException when interrupted
     */
    public abstract void publish(Publisher<String> publisher, String payload) throws InterruptedException;

    private static void awaitWritable(Publisher<String> publisher) throws InterruptedException {
        CountDownLatch writable = new CountDownLatch(1);
        publisher.whenWritable(writable::countDown);
        writable.await();
    }

    /** A publish that would have to wait fails immediately, without other effects. */
    private static boolean isRefused(CompletableFuture<Receipt> receipt) {
        if (!receipt.isCompletedExceptionally()) {
            return false;
        }
        try {
            receipt.join();
            return false;
        } catch (CompletionException e) {
            if (e.getCause() instanceof NotPublishedException refused
                    && refused.reason() == NotPublishedException.Reason.BACKPRESSURED) {
                return true;
            }
            throw e;
        }
    }
}
