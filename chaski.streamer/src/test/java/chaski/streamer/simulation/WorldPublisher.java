package chaski.streamer.simulation;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.protocol.Environment;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Receipt;
import chaski.streamer.publish.AsyncPublish;
import chaski.testkit.history.HistoryEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of the public API and its user, which publishes in bursts and in every way that does not block a thread.
 */
final class WorldPublisher {

    private static final long NS_PER_MS = 1_000_000;

    private final WorldNode node;
    private final RandomGenerator random;
    private final Topic topic;
    private final Publisher<byte[]> publisher;
    private final RouteRecorder route;
    private final long key;
    private final long meanPauseNs;
    private long numbers;
    private int burstLeft;
    private boolean quiet;
    private boolean closed;
    private @Nullable Pending pending;
    private int receiptsMissing;
    private int callbacksMissing;

    WorldPublisher(WorldNode node, RandomGenerator random, String topic) {
        this.node = node;
        this.random = random;
        this.topic = Topic.of(topic);
        this.publisher = node.streamer().publisher(topic, byte[].class);
        this.route = node.lastRoute();
        this.key = random.nextLong();
        this.meanPauseNs = (10 + random.nextLong(200)) * NS_PER_MS;
        pause();
    }

    /** How a message is published. */
    private enum Way {
        OFFER,
        ASYNC,
        WAIT
    }

    private enum Result {
        ACCEPTED,
        REFUSED,
        OVER
    }

    /** A message that was refused and is tried again, or whose publish waits. */
    private final class Pending {
        private final byte[] payload;
        private final Way way;
        private final @Nullable AsyncPublish wait;
        private Environment.Cancellable timeout = () -> {};
        private boolean calledBack;

        Pending(byte[] payload, Way way, @Nullable AsyncPublish wait) {
            this.payload = payload;
            this.way = way;
            this.wait = wait;
        }

        void begin() {
            if (wait == null) {
                awaitWritable();
                return;
            }
            wait.whenOver(this::returned);
            if (random.nextInt(6) == 0) {
                timeout = node.scheduled(random.nextLong(3000 * NS_PER_MS), () -> {
                    node.world().happened(WorldSituation.WAIT_TIMED_OUT);
                    wait.giveUp();
                });
            }
        }

        private void returned() {
            if (pending == this) {
                checkReturned(wait);
                proceed();
            }
        }

        private void awaitWritable() {
            callbacksMissing++;
            publisher.whenWritable(this::called);
        }

        private void called() {
            callbacksMissing--;
            node.checkNoLockIsHeld("a callback of a publisher");
            node.world().log(route.id().toString(), "called back");
            calledBack = true;
            node.startLater("publisher", this::retry);
        }

        private void retry() {
            if (pending != this) {
                return;
            }
            switch (attempt(payload, way)) {
                case REFUSED -> awaitWritable();
                case ACCEPTED -> {
                    if (calledBack) {
                        node.world().happened(WorldSituation.WRITABLE_AGAIN);
                    }
                    proceed();
                }
                case OVER -> proceed();
            }
        }

        private void proceed() {
            over();
            speak();
        }

        void over() {
            pending = null;
            timeout.cancel();
            if (wait != null) {
                wait.giveUp();
            }
            node.world().record(new HistoryEvent.Proceeded(route.id()));
        }
    }

    private void pause() {
        if (!quiet) {
            node.later((long) (random.nextExponential() * meanPauseNs), () -> {
                burstLeft = 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 6);
                speak();
            });
        }
    }

    private void speak() {
        while (burstLeft > 0 && pending == null && !quiet) {
            burstLeft--;
            publish(node.world().size(random));
        }
        if (pending == null) {
            pause();
        }
    }

    private void publish(int bytes) {
        byte[] payload = NumberedPayload.of(key, ++numbers, bytes);
        Way way = Way.values()[random.nextInt(Way.values().length)];
        AsyncPublish wait = way == Way.WAIT ? node.beginPublish(publisher, payload) : null;
        if (wait != null && wait.isOver()) {
            checkReturned(wait);
        } else if (wait != null) {
            refused(new Pending(payload, way, wait));
        } else if (attempt(payload, way) == Result.REFUSED && random.nextInt(6) > 0) {
            refused(new Pending(payload, way, null));
        }
    }

    private void refused(Pending next) {
        node.refused(this);
        pending = next;
        node.world().record(new HistoryEvent.Waiting(route.id()));
        next.begin();
    }

    private void checkReturned(@Nullable AsyncPublish wait) {
        RuntimeException failure = wait == null ? null : wait.failure();
        if (wait != null && wait.matched() >= 0 && wait.matched() != route.lastMatched()) {
            node.problem(
                    route.id() + " returned " + wait.matched() + " for a message that matched " + route.lastMatched());
        }
        if (failure != null
                && !(failure instanceof LimitException)
                && !(failure instanceof ClosedException && (closed || !node.isUp()))) {
            node.problem(route.id() + " threw " + failure);
        }
    }

    /** Offers from a handler; a refused message is dropped. */
    void offerFromHandler() {
        if (!closed && !quiet && pending == null) {
            attempt(NumberedPayload.of(key, ++numbers, node.world().size(random)), Way.OFFER);
        }
    }

    private Result attempt(byte[] payload, Way way) {
        long before = route.accepted();
        try {
            Result result = way == Way.OFFER ? offer(payload) : publishAsync(payload);
            long more = route.accepted() - before;
            if (result == Result.ACCEPTED ? more < 1 : result == Result.REFUSED && more > 0) {
                node.problem(route.id() + " answered " + result + " for a message, but accepted " + more);
            }
            if (result == Result.REFUSED) {
                node.world().record(new HistoryEvent.Refused(route.id()));
            }
            return result;
        } catch (LimitException e) {
            return Result.OVER; // too large for so many peers: no peer has it, as the checker will confirm
        }
    }

    private Result offer(byte[] payload) {
        Offer offer = publisher.offer(payload);
        int matched = route.lastMatched();
        return switch (offer) {
            case BACKPRESSURED -> Result.REFUSED;
            case CLOSED -> {
                if (!closed && node.isUp()) {
                    node.problem(route.id() + " is not closed, but says so");
                }
                yield Result.OVER;
            }
            case ACCEPTED, NO_SUBSCRIBER -> {
                if ((offer == Offer.ACCEPTED) != (matched > 0)) {
                    node.problem("message " + route.accepted() + " of " + route.id() + " was " + offer + " by "
                            + matched + " subscriptions");
                }
                yield Result.ACCEPTED;
            }
        };
    }

    private Result publishAsync(byte[] payload) {
        CompletableFuture<Receipt> stage = publisher.publishAsync(payload).toCompletableFuture();
        if (stage.isCompletedExceptionally()) {
            try {
                stage.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof NotPublishedException refused
                        && refused.reason() == NotPublishedException.Reason.BACKPRESSURED) {
                    return Result.REFUSED;
                }
                if (e.getCause() instanceof ClosedException || e.getCause() instanceof LimitException) {
                    return Result.OVER;
                }
                throw e;
            }
        }
        int matched = route.lastMatched();
        receiptsMissing++;
        stage.whenComplete((receipt, error) -> {
            node.checkNoLockIsHeld("a stage that depends on a receipt");
            receiptsMissing--;
            node.world().happened(WorldSituation.RECEIPT);
            if (error != null || receipt.matched() != matched) {
                node.problem(
                        route.id() + " got " + receipt + " and " + error + " for a message that matched " + matched);
            }
        });
        return Result.ACCEPTED;
    }

    Topic topic() {
        return topic;
    }

    RouteRecorder route() {
        return route;
    }

    boolean isWaiting() {
        return pending != null;
    }

    /** Publishes nothing new from now on; waiting messages must still be sent. */
    void hush() {
        quiet = true;
        burstLeft = 0;
    }

    /** Publishes one more message, which has to match that many subscriptions. */
    void lastMessage(int expected) {
        if (publisher.subscribers() != expected) {
            node.problem(route.id() + " on " + topic + " shows " + publisher.subscribers()
                    + " subscriptions in the end instead of " + expected);
        }
        publish(100);
    }

    void close() {
        hush();
        if (closed) {
            return;
        }
        closed = true;
        if (pending != null) {
            node.world().happened(WorldSituation.PUBLISHER_CLOSED_WHILE_WAITING);
            Pending waiting = pending;
            if (waiting.wait == null) {
                waiting.over();
            }
            publisher.close();
            return;
        }
        publisher.close();
    }

    /** What it still waits for although everything has settled, or nothing. */
    String leftOver() {
        if (receiptsMissing > 0 || callbacksMissing > 0) {
            return route.id() + " still waits for " + receiptsMissing + " receipts and " + callbacksMissing
                    + " callbacks";
        }
        return "";
    }

    @Override
    public String toString() {
        Pending now = pending;
        return route.id() + " on " + topic + (now == null ? "" : " waits with " + now.payload.length + " bytes") + " "
                + leftOver();
    }
}
