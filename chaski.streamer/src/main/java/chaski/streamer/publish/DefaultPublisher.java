package chaski.streamer.publish;

import chaski.api.ChaskiException;
import chaski.api.ClosedException;
import chaski.api.Topic;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Receipt;
import chaski.streamer.payload.EncodeBuffer;
import chaski.streamer.payload.PayloadWriter;
import chaski.streamer.waiting.ConditionGate;
import chaski.streamer.waiting.Nanos;
import chaski.streamer.waiting.Stages;
import chaski.streamer.wire.Headers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes payloads into messages for a {@link PublishPipeline}. Thread-safe.
 *
 * @param <T> the type of the payloads
 */
public final class DefaultPublisher<T> implements Publisher<T> {

    private final PublishPipeline pipeline;
    private final PayloadWriter<T> writer;
    private final CallbackExecutor completions;
    private final ConditionGate matches;
    private final AtomicLong lost;
    private final BiConsumer<DefaultPublisher<?>, CompletionStage<Void>> whenClosed;
    private final long limitBytes;

    /** A buffer that no publishing thread uses at the moment; one is enough to make allocations rare. */
    private final AtomicReference<@Nullable EncodeBuffer> spare = new AtomicReference<>();

    DefaultPublisher(
            PublishPipeline pipeline,
            PayloadWriter<T> writer,
            CallbackExecutor completions,
            ConditionGate matches,
            AtomicLong lost,
            long limitBytes,
            BiConsumer<DefaultPublisher<?>, CompletionStage<Void>> whenClosed) {
        this.pipeline = pipeline;
        this.writer = writer;
        this.completions = completions;
        this.matches = matches;
        this.lost = lost;
        this.limitBytes = limitBytes;
        this.whenClosed = whenClosed;
    }

    @Override
    public Topic topic() {
        return pipeline.source().topic();
    }

    @Override
    public int publish(T payload, Map<String, String> headers) {
        return publish(payload, headers, Nanos.FOREVER);
    }

    @Override
    public int publish(T payload, Duration timeout) {
        return publish(payload, Map.of(), Nanos.of(timeout));
    }

    private int publish(T payload, Map<String, String> headers, long timeoutNs) {
        @Nullable EncodeBuffer buffer = borrowBuffer(headers);
        try {
            return pipeline.publish(message(payload, headers, buffer), timeoutNs);
        } catch (InterruptedException e) {
            throw interrupted("a message for " + topic() + " was not published, no subscriber received it");
        } finally {
            returnBuffer(buffer);
        }
    }

    @Override
    public Offer offer(T payload) {
        @Nullable EncodeBuffer buffer = borrowBuffer(Map.of());
        try {
            int matched = pipeline.offer(message(payload, Map.of(), buffer), null);
            if (matched == PublishPipeline.BLOCKED) {
                return Offer.BACKPRESSURED;
            }
            return matched == 0 ? Offer.NO_SUBSCRIBER : Offer.ACCEPTED;
        } catch (ClosedException e) {
            return Offer.CLOSED;
        } finally {
            returnBuffer(buffer);
        }
    }

    @Override
    public CompletionStage<Receipt> publishAsync(T payload) {
        PendingReceipt receipt = new PendingReceipt(completions);
        if (!completions.admit()) {
            return CompletableFuture.failedFuture(backpressured("too many receipts are not completed yet"));
        }
        @Nullable EncodeBuffer buffer = borrowBuffer(Map.of());
        try {
            int matched = pipeline.offer(message(payload, Map.of(), buffer), receipt);
            if (matched == PublishPipeline.BLOCKED) {
                receipt.failed(backpressured("a subscriber or its link cannot keep up"));
            } else {
                receipt.accepted(matched);
            }
        } catch (ChaskiException e) {
            receipt.failed(e);
        } finally {
            returnBuffer(buffer);
        }
        return receipt.stage();
    }

    /**
     * Publishes without blocking a thread: enters the queue of waiting messages. {@code attempt} should be called
     * immediately and after each notification; like {@link #publish}, it throws if the message can never be sent.
     *
     * @param payload the payload; must not be changed until the entry is closed
     * @param headers its headers
     * @param notified called on any thread whenever another attempt may succeed; must not block
     * @return the entry, to be closed in any case
     */
    PublishQueue.Entry enter(T payload, Map<String, String> headers, Runnable notified) {
        @Nullable EncodeBuffer own = needsBuffer(headers) ? new EncodeBuffer(limitBytes) : null;
        return pipeline.enter(message(payload, headers, own), notified);
    }

    private boolean needsBuffer(Map<String, String> headers) {
        return !headers.isEmpty() || !writer.isDirect();
    }

    /** A buffer to encode the message into, or {@code null} if the payload can be sent without encoding. */
    private @Nullable EncodeBuffer borrowBuffer(Map<String, String> headers) {
        if (!needsBuffer(headers)) {
            return null;
        }
        EncodeBuffer free = spare.getAndSet(null);
        if (free == null) {
            return new EncodeBuffer(limitBytes);
        }
        free.clear();
        return free;
    }

    private void returnBuffer(@Nullable EncodeBuffer buffer) {
        if (buffer != null) {
            spare.lazySet(buffer);
        }
    }

    private EncodedMessage message(T payload, Map<String, String> headers, @Nullable EncodeBuffer buffer) {
        if (buffer == null) {
            return new EncodedMessage(writer.view(payload), Map.of(), 0);
        }
        if (headers.isEmpty()) {
            writer.append(payload, buffer);
            return new EncodedMessage(buffer.written(), Map.of(), 0);
        }
        Map<String, String> copy = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        byte[] encoded = Headers.encode(copy);
        buffer.write(encoded, 0, encoded.length);
        writer.append(payload, buffer);
        return new EncodedMessage(buffer.written(), copy, encoded.length);
    }

    private NotPublishedException backpressured(String why) {
        return new NotPublishedException(
                NotPublishedException.Reason.BACKPRESSURED,
                "a message for " + topic() + " would have had to wait: " + why
                        + "; no subscriber received the message");
    }

    private static NotPublishedException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new NotPublishedException(NotPublishedException.Reason.INTERRUPTED, "interrupted: " + what);
    }

    @Override
    public boolean awaitSubscribers(int count, Duration timeout) {
        try {
            return matches.await(() -> matched() >= count, Nanos.of(timeout));
        } catch (InterruptedException e) {
            throw interrupted("the wait for subscribers of " + topic() + " is over");
        }
    }

    @Override
    public int subscribers() {
        return pipeline.isClosed() ? 0 : matched();
    }

    private int matched() {
        if (pipeline.isNotGranted()) {
            return 0;
        }
        pipeline.checkOpen();
        return pipeline.route().matched() + pipeline.localMatches();
    }

    @Override
    public void whenWritable(Runnable callback) {
        pipeline.whenWritable(callback);
    }

    @Override
    public boolean awaitAcknowledged(Duration timeout) {
        try {
            return Stages.await(pipeline.route().settled(), Nanos.of(timeout));
        } catch (InterruptedException e) {
            throw interrupted("the wait for confirmations of " + topic() + " is over");
        }
    }

    /** {@return a stage that completes when every message sent so far has its outcome} */
    public CompletionStage<Void> settled() {
        return pipeline.route().settled();
    }

    @Override
    public Statistics statistics() {
        PublishPipeline.Counts given = pipeline.counts();
        long unconfirmed = pipeline.route().unconfirmed();
        long sent = pipeline.route().sent();
        long lostSoFar = lost.get();
        return new Statistics(
                given.matched(), given.unmatched(), Math.max(0, sent - unconfirmed - lostSoFar), lostSoFar);
    }

    /** Refuses messages from now on with that reason, or accepts them again if there is none. */
    void refuse(@Nullable String reason) {
        pipeline.refuse(reason);
    }

    @Override
    public void close() {
        CompletionStage<Void> open = pipeline.route().settled();
        if (pipeline.close()) {
            matches.changed();
            whenClosed.accept(this, open);
        }
    }

    @Override
    public String toString() {
        return "publisher of " + topic();
    }
}
