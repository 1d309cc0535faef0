package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.streamer.Message;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Subscription;
import chaski.streamer.waiting.Gate;
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
 * A subscription: a mailbox, and what is done with what comes out of it. Thread-safe.
 *
 * @param <T> the type of the payloads
 */
public final class DefaultSubscription<T> implements Subscription<T>, StallWatch.Watched {

    private static final BooleanSupplier NEVER = () -> false;

    private final Mailboxes mailboxes;
    private final Mailbox mailbox;
    private final Environment environment;
    private final Failures failures;
    private final boolean handled;
    private final Gate gate = new Gate();
    private final AtomicBoolean flowTaken = new AtomicBoolean();
    private final AtomicBoolean withdrawn = new AtomicBoolean();

    /** Nothing will be put into the mailbox, and a thread of this subscription's, if any, has ended. */
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** Drained, and everything was taken. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Dropped when the subscription is over and nobody calls it any more. */
    private volatile @Nullable Handling<T> handling;

    /** Whether a thread of this subscription's is still at work. */
    private volatile boolean working;

    DefaultSubscription(Mailboxes mailboxes, Mailbox mailbox, Environment environment, Handling<T> handling) {
        this.mailboxes = mailboxes;
        this.mailbox = mailbox;
        this.environment = environment;
        this.handling = handling;
        this.failures = handling.failures();
        this.handled = handling.handler() != null;
        mailbox.whenStopped(this::lookHowFar);
    }

    /** Starts the thread that calls the handler. */
    void startHandler() {
        startWork("handler", this::handleUntilOver);
    }

    /** Lets the handler be called by whoever puts a message in. */
    void handleInline() {
        mailbox.inline(() -> environment.runInside(this::handleWhatIsThere));
    }

    private void handleWhatIsThere() {
        Handling<T> mine = handling;
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
                lookHowFar();
            }
        });
    }

    private void handleUntilOver() {
        Handling<T> mine = handling;
        try {
            Delivery next = mailbox.take(Nanos.FOREVER, NEVER);
            while (mine != null && next != null) {
                mine.handle(next);
                // what a handler left behind must not end its subscription
                Thread.interrupted();
                next = mailbox.take(Nanos.FOREVER, NEVER);
            }
        } catch (InterruptedException e) {
            // the node ends
            close();
        }
    }

    /** The mailbox has stopped or is over, or a thread has ended. */
    private void lookHowFar() {
        boolean over = mailbox.isOver();
        if (over) {
            mailboxes.remove(mailbox);
        }
        if (!working && mailbox.hasStopped()) {
            drained.complete(null);
        }
        if (!working && over) {
            handling = null;
            ended.complete(null);
        }
        gate.changed();
    }

    /** Opened for another look whenever this subscription has come further to its end. */
    Gate gate() {
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
        refuseWhenHandled();
        try {
            return Optional.ofNullable(receive(Nanos.of(timeout), NEVER));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Lets those who wait ask whether to give up. */
    void nudge() {
        mailbox.nudge();
    }

    /** Takes the next message whose payload fits; {@code null} when there is none in time, none will come or it is given up. */
    @Nullable
    Message<T> receive(long nanos, BooleanSupplier giveUp) throws InterruptedException {
        long beganNs = nanos > 0 && nanos != Nanos.FOREVER ? environment.nanoTime() : 0;
        long left = nanos;
        while (true) {
            // read first: it is dropped when the last message is taken
            Handling<T> mine = handling;
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

    /** After everything was taken, a subscription that was cut ends with the reason; one that was closed after that just ends. */
    private void throwFailureAtEnd() {
        SlowConsumerException why = mailbox.failure();
        if (why != null && mailbox.isOver() && !mailbox.isClosed()) {
            throw new SlowConsumerException(String.valueOf(why.getMessage())); // with the stack of the thread that asks
        }
    }

    @Override
    public Optional<SlowConsumerException> failure() {
        return Optional.ofNullable(mailbox.failure());
    }

    @Override
    public Iterator<Message<T>> iterator() {
        refuseWhenHandled();
        return new Iteration();
    }

    private void refuseWhenHandled() {
        if (handled) {
            throw new IllegalStateException("the subscription " + pattern()
                    + " has a handler, which gets its messages: it cannot be iterated or polled");
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
        refuseWhenHandled();
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            if (flowTaken.compareAndSet(false, true)) {
                FlowLine<T> line = new FlowLine<>(this, subscriber, failures);
                startWork("flow", line::run);
            } else {
                FlowLine.refuse(subscriber, "expected one Flow subscriber of " + pattern() + ", got a second one");
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

    /** A publisher sends nothing more: ends when what was sent before has been taken, for other publishers, too. */
    void cut(SlowConsumerException why) {
        drain(why);
    }

    private void drain(@Nullable SlowConsumerException why) {
        if (mailbox.drain(why)) {
            mailboxes.drained();
            withdraw(mailbox::stopped);
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
        } else { // whatever ends it must not run user code
            ended.whenComplete((done, error) -> environment.start("end of " + pattern(), () -> complete(closed)));
        }
        return closed;
    }

    private void complete(CompletableFuture<Void> closed) {
        SlowConsumerException why = mailbox.failure();
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
    public boolean isAtWork() {
        return mailbox.isPumping() || (working && !mailbox.isAwaited());
    }

    /** It could not be made. */
    void abandon() {
        withdrawn.set(!mailbox.isDeclared());
        working = false;
        close();
    }

    /** The node closes: nobody sends any more, and no thread is left to call a handler. */
    void nodeCloses() {
        if (handled || flowTaken.get()) {
            close();
        } else {
            drain();
            mailbox.stopped();
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
