package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.streamer.Message;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Subscription;
import chaski.streamer.waiting.ConditionGate;
import chaski.streamer.waiting.Nanos;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: a mailbox, and the handler or reader that takes its messages. Thread-safe.
 *
 * @param <T> the type of the payloads
 */
public final class DefaultSubscription<T> implements Subscription<T>, HandlerStallMonitor.Monitored {

    private static final BooleanSupplier NEVER = () -> false;

    private final Mailboxes mailboxes;
    private final Mailbox mailbox;
    private final Environment environment;
    private final FailureReporter failures;
    private final boolean handled;
    private final ConditionGate gate = new ConditionGate();
    private final AtomicBoolean flowTaken = new AtomicBoolean();
    private final AtomicBoolean withdrawn = new AtomicBoolean();

    /** Completes when no more will be added to the mailbox and this subscription's thread, if any, has ended. */
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** Completes when it is drained and everything was taken. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Dropped when the subscription has ended and it is called no more. */
    private volatile @Nullable MessageHandling<T> handling;

    /** True while a thread of this subscription runs. */
    private volatile boolean working;

    DefaultSubscription(Mailboxes mailboxes, Mailbox mailbox, Environment environment, MessageHandling<T> handling) {
        this.mailboxes = mailboxes;
        this.mailbox = mailbox;
        this.environment = environment;
        this.handling = handling;
        this.failures = handling.failures();
        this.handled = handling.handler() != null;
        mailbox.onTerminationProgress(this::updateTermination);
    }

    /** Starts the thread that calls the handler. */
    void startHandler() {
        startWork("handler", this::handleUntilOver);
    }

    /** Has the handler called on the threads that add messages. */
    void handleInline() {
        mailbox.inline(() -> environment.runInside(this::handleQueued));
    }

    private void handleQueued() {
        MessageHandling<T> mine = handling;
        Delivery next = mailbox.poll();
        while (mine != null && next != null) {
            mine.handle(next);
            next = mailbox.poll();
        }
    }

    private void startWork(String what, Runnable work) {
        working = true;
        environment.start(what + " of " + mailbox.pattern(), () -> {
            try {
                work.run();
            } finally {
                working = false;
                updateTermination();
            }
        });
    }

    private void handleUntilOver() {
        MessageHandling<T> mine = handling;
        try {
            Delivery next = mailbox.take(Nanos.FOREVER, NEVER);
            while (mine != null && next != null) {
                mine.handle(next);
                // an interrupt that a handler left pending must not end its subscription
                Thread.interrupted();
                next = mailbox.take(Nanos.FOREVER, NEVER);
            }
        } catch (InterruptedException e) {
            // the node ends
            close();
        }
    }

    /** The mailbox has stopped or is over, or a thread has ended. */
    private void updateTermination() {
        boolean over = mailbox.isOver();
        if (over) {
            mailboxes.remove(mailbox);
        }
        if (!working && mailbox.termination().hasStopped()) {
            drained.complete(null);
        }
        if (!working && over) {
            handling = null;
            ended.complete(null);
        }
        gate.changed();
    }

    /** Signalled whenever this subscription has come closer to its end. */
    ConditionGate gate() {
        return gate;
    }

    CompletableFuture<Void> drained() {
        return drained;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public TopicPattern pattern() {
        return mailbox.pattern();
    }

    @Override
    public Optional<Message<T>> next(Duration timeout) {
        checkNotHandled();
        try {
            return Optional.ofNullable(receive(Nanos.of(timeout), NEVER));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Wakes waiting threads, which evaluate their {@code giveUp} again. */
    void nudge() {
        mailbox.nudge();
    }

    /**
     * Takes the next message whose payload can be decoded; {@code null} if none arrives in time, none will arrive, or
     * {@code giveUp} holds.
     */
    @Nullable
    Message<T> receive(long nanos, BooleanSupplier giveUp) throws InterruptedException {
        long beganNs = nanos > 0 && nanos != Nanos.FOREVER ? environment.nanoTime() : 0;
        long left = nanos;
        while (true) {
            // read first: it is dropped when the last message is taken
            MessageHandling<T> mine = handling;
            Delivery delivery = mailbox.take(left, giveUp);
            if (delivery == null || mine == null) {
                throwFailureAtEnd();
                return null;
            }
            Message<T> message = mine.decode(delivery);
            if (message != null) {
                return message;
            }
            if (nanos > 0 && nanos != Nanos.FOREVER) {
                left = Math.max(0, nanos - (environment.nanoTime() - beganNs));
            }
        }
    }

    /** Once everything was taken, a subscription that was cut ends with the reason, unless it was closed after that. */
    private void throwFailureAtEnd() {
        SlowConsumerException why = mailbox.termination().failure();
        if (why != null && mailbox.isOver() && !mailbox.isClosed()) {
            throw new SlowConsumerException(
                    String.valueOf(why.getMessage())); // with the stack trace of the calling thread
        }
    }

    @Override
    public Optional<SlowConsumerException> failure() {
        return Optional.ofNullable(mailbox.termination().failure());
    }

    @Override
    public Iterator<Message<T>> iterator() {
        checkNotHandled();
        return new Iteration();
    }

    private void checkNotHandled() {
        if (handled) {
            throw new IllegalStateException("the subscription " + pattern()
                    + " has a handler, which receives its messages: it cannot be iterated or polled");
        }
    }

    private final class Iteration implements Iterator<Message<T>> {

        private @Nullable Message<T> ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                try {
                    ahead = receive(Nanos.FOREVER, NEVER);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return ahead != null;
        }

        @Override
        public Message<T> next() {
            Message<T> message = hasNext() ? ahead : null;
            if (message == null) {
                throw new NoSuchElementException("the subscription " + pattern() + " is over");
            }
            ahead = null;
            return message;
        }
    }

    @Override
    public Flow.Publisher<Message<T>> asFlowPublisher() {
        checkNotHandled();
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            if (flowTaken.compareAndSet(false, true)) {
                FlowEmitter<T> line = new FlowEmitter<>(this, subscriber, failures);
                startWork("flow", line::run);
            } else {
                FlowEmitter.refuse(subscriber, "expected one Flow subscriber of " + pattern() + ", got a second one");
            }
        };
    }

    @Override
    public Statistics statistics() {
        return mailbox.statistics(failures.count());
    }

    @Override
    public void drain() {
        drain(null);
    }

    /** A publisher has cut it: ends, for other publishers too, when what was sent before has been taken. */
    void cut(SlowConsumerException why) {
        drain(why);
    }

    private void drain(@Nullable SlowConsumerException why) {
        if (mailbox.termination().drain(why)) {
            mailboxes.drained();
            withdraw(mailbox::sendersStopped);
        }
    }

    /** True if it is the subscription of that declaration. */
    boolean isOf(DeclarationHandle declared) {
        return mailbox.isDeclared() && mailbox.declared() == declared;
    }

    @Override
    public boolean isClosed() {
        return mailbox.isOver();
    }

    @Override
    public boolean awaitClosed(Duration timeout) {
        try {
            return gate.await(ended::isDone, Nanos.of(timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended.isDone();
        }
    }

    @Override
    public CompletionStage<Void> closed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        if (ended.isDone()) {
            complete(closed);
        } else { // the thread that ends it must not run user code
            ended.whenComplete((done, error) -> environment.start("end of " + pattern(), () -> complete(closed)));
        }
        return closed;
    }

    private void complete(CompletableFuture<Void> closed) {
        SlowConsumerException why = mailbox.termination().failure();
        if (why == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(why);
        }
    }

    @Override
    public void close() {
        if (mailbox.close()) {
            mailboxes.remove(mailbox);
            withdraw(() -> {});
            mailbox.discard();
        }
    }

    @Override
    public long progress() {
        return mailbox.takenCount();
    }

    @Override
    public boolean isHandling() {
        return mailbox.isRunningInline() || (working && !mailbox.isAwaited());
    }

    /** Its creation has failed. */
    void abandon() {
        withdrawn.set(!mailbox.isDeclared());
        working = false;
        close();
    }

    /** The node closes: no peer sends any more, and no thread is left to call a handler. */
    void onNodeClose() {
        if (handled || flowTaken.get()) {
            close();
        } else {
            drain();
            mailbox.sendersStopped();
        }
    }

    private void withdraw(Runnable applied) {
        if (withdrawn.compareAndSet(false, true)) {
            mailbox.declared().withdraw(applied);
        }
    }

    @Override
    public String toString() {
        return "subscription " + pattern();
    }
}
