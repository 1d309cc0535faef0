package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.node.Environment;
import chaski.api.streamer.Message;
import chaski.api.streamer.Subscription;
import chaski.streamer.waiting.Gate;
import chaski.streamer.waiting.Nanos;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: a mailbox, and what is done with what comes out of it. Thread-safe.
 *
 * @param <T> the type of the payloads
 */
public final class DefaultSubscription<T> implements Subscription<T> {

    private final Mailboxes mailboxes;
    private final Mailbox mailbox;
    private final Environment environment;
    private final Failures failures;
    private final boolean handled;
    private final Gate gate = new Gate();
    private final AtomicBoolean flowTaken = new AtomicBoolean();

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
        mailbox.whenOver(this::over);
    }

    /** Starts the thread that calls the handler. */
    void startHandler() {
        startWork("handler", this::handleUntilOver);
    }

    /** Lets the handler be called by whoever puts a message in. */
    void handleInline() {
        mailbox.inline(() -> {
            for (Delivery next = mailbox.poll(); next != null; next = mailbox.poll()) {
                handle(next);
            }
        });
    }

    private void startWork(String what, Runnable work) {
        working = true;
        environment.start(what + " of " + mailbox.pattern(), () -> {
            try {
                work.run();
            } finally {
                working = false;
                over();
            }
        });
    }

    private void handleUntilOver() {
        try {
            // what a handler left behind must not end its subscription
            for (Delivery next = take(Nanos.FOREVER); next != null; next = take(Nanos.FOREVER)) {
                handle(next);
                Thread.interrupted();
            }
        } catch (InterruptedException e) {
            // the node ends
            close();
        }
    }

    private void handle(Delivery delivery) {
        Handling<T> now = handling;
        if (now != null) {
            now.handle(delivery);
        }
    }

    private @Nullable Delivery take(long nanos) throws InterruptedException {
        return mailbox.take(nanos);
    }

    /** The mailbox is over, or a thread has ended: if both are so, the user's classes are dropped. */
    private void over() {
        if (mailbox.isOver()) {
            mailboxes.remove(mailbox);
            if (!working && mailbox.isEmpty()) {
                handling = null;
            }
        }
        gate.changed();
    }

    @Override
    public TopicPattern pattern() {
        return mailbox.pattern();
    }

    @Override
    public Optional<Message<T>> next(Duration timeout) {
        refuseWhenHandled();
        try {
            return Optional.ofNullable(receive(Nanos.of(timeout)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Takes the next message whose payload fits. */
    @Nullable
    Message<T> receive(long nanos) throws InterruptedException {
        long beganNs = nanos > 0 && nanos != Nanos.FOREVER ? environment.nanoTime() : 0;
        long left = nanos;
        while (true) {
            Delivery delivery = mailbox.take(left);
            Handling<T> now = handling;
            if (delivery == null || now == null) {
                return null;
            }
            Message<T> message = now.decode(delivery);
            if (message != null) {
                return message;
            }
            if (nanos > 0 && nanos != Nanos.FOREVER) {
                left = Math.max(0, nanos - (environment.nanoTime() - beganNs));
            }
        }
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
                    ahead = receive(Nanos.FOREVER);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return ahead != null;
        }

        @Override
        public Message<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the subscription " + pattern() + " is over");
            }
            Message<T> message = ahead;
            ahead = null;
            return java.util.Objects.requireNonNull(message);
        }
    }

    @Override
    public Flow.Publisher<Message<T>> asFlowPublisher() {
        refuseWhenHandled();
        return subscriber -> {
            java.util.Objects.requireNonNull(subscriber, "subscriber");
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
        return new Statistics(
                mailbox.putCount(), mailbox.takenCount(), failures.count(), mailbox.discardedCount());
    }

    @Override
    public void drain() {
        if (mailbox.drain()) {
            mailboxes.drained();
            mailbox.declared().withdraw(mailbox::stopped);
        }
    }

    @Override
    public boolean isClosed() {
        return mailbox.isOver();
    }

    /** {@return whether no message follows and no thread is at work} */
    public boolean hasEnded() {
        return mailbox.isOver() && !working;
    }

    /** {@return whether peers have stopped sending, and what is left is taken by nobody but the user} */
    public boolean isLeftToUser() {
        return hasEnded() || (!working && mailbox.isStopped());
    }

    @Override
    public boolean awaitClosed(Duration timeout) {
        try {
            return gate.await(this::hasEnded, Nanos.of(timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return hasEnded();
        }
    }

    @Override
    public void close() {
        boolean declared = mailbox.isOpen();
        if (mailbox.close()) {
            mailboxes.remove(mailbox);
            mailbox.declared().withdraw(() -> {});
        }
    }

    @Override
    public String toString() {
        return "subscription " + pattern();
    }
}
