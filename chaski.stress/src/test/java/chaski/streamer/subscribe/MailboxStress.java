package chaski.streamer.subscribe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.streamer.Origin;
import chaski.streamer.waiting.Nanos;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Messages that are added, taken and discarded at the same time; and waits that have to end. */
final class MailboxStress {

    private static final int COST = 128;
    private static final PublisherDescriptor SOURCE =
            new PublisherDescriptor(Topic.of("t"), new Origin(new NodeId(new UUID(0, 1)), 1, 1), "text");

    private MailboxStress() {}

    private static Delivery delivery(long sequence) {
        return new Delivery(SOURCE, sequence, 0, Map.of(), new byte[0], COST);
    }

    private static Mailbox mailbox() {
        return new Mailbox(TopicPattern.of("t"), 1 << 16, false);
    }

    private static long sequence(Delivery delivery) {
        return delivery == null ? 0 : delivery.sequence();
    }

    /** One thread adds two messages, another one takes twice. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 0", "1, 2"},
            expect = ACCEPTABLE,
            desc = "in order, without a gap")
    @Outcome(expect = FORBIDDEN, desc = "a gap, a repetition or another order")
    @State
    public static class Order {
        private final Mailbox mailbox = mailbox();

        @Actor
        public void put() {
            mailbox.put(delivery(1), cost -> {});
            mailbox.put(delivery(2), cost -> {});
        }

        @Actor
        public void take(JJ_Result result) {
            result.r1 = sequence(mailbox.poll());
            result.r2 = sequence(mailbox.poll());
        }
    }

    /** Two threads take while one adds: each message goes to one of them. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 0", "0, 2", "2, 0", "1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "each message once")
    @Outcome(expect = FORBIDDEN, desc = "a message was taken twice")
    @State
    public static class TwoTakers {
        private final Mailbox mailbox = mailbox();

        @Actor
        public void put() {
            mailbox.put(delivery(1), cost -> {});
            mailbox.put(delivery(2), cost -> {});
        }

        @Actor
        public void take(JJ_Result result) {
            result.r1 = sequence(mailbox.poll());
        }

        @Actor
        public void takeToo(JJ_Result result) {
            result.r2 = sequence(mailbox.poll());
        }
    }

    /**
     * Added, taken and closed at the same time: the credit is returned, and messages that were not taken are counted as
     * discarded.
     */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 128", "1, 0, 128"},
            expect = ACCEPTABLE,
            desc = "taken or discarded, and its cost given back once")
    @Outcome(expect = FORBIDDEN, desc = "lost, or its cost not given back, or twice")
    @State
    public static class Closing {
        private final Mailbox mailbox = mailbox();
        private final AtomicLong refunded = new AtomicLong();

        @Actor
        public void put() {
            mailbox.put(delivery(1), refunded::addAndGet);
        }

        @Actor
        public void take(JJJ_Result result) {
            result.r1 = mailbox.poll() == null ? 0 : 1;
        }

        @Actor
        public void close() {
            mailbox.close();
            mailbox.discard();
        }

        @Arbiter
        public void count(JJJ_Result result) {
            mailbox.discard(); // as the subscription does when the last publishing peer has stopped
            result.r2 = mailbox.statistics(0).discarded();
            result.r3 = refunded.get();
        }
    }

    /** A taker without a deadline gets the message that is added. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "it takes the message")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "it waits although there is a message")
    @State
    public static class PutWakesTheTaker {
        private final Mailbox mailbox = mailbox();

        @Actor
        public void take() throws InterruptedException {
            mailbox.take(Nanos.FOREVER, () -> false);
        }

        @Signal
        public void put() {
            mailbox.put(delivery(1), cost -> {});
        }
    }

    /** A taker without a deadline returns when the mailbox is closed. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "it returns")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "it waits although nothing can come")
    @State
    public static class CloseWakesTheTaker {
        private final Mailbox mailbox = mailbox();

        @Actor
        public void take() throws InterruptedException {
            mailbox.take(Nanos.FOREVER, () -> false);
        }

        @Signal
        public void close() {
            mailbox.close();
            mailbox.discard();
        }
    }

    /** A taker without a deadline returns when the mailbox is drained and no peer sends any more. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "it returns")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "it waits although nothing can come")
    @State
    public static class DrainWakesTheTaker {
        private final Mailbox mailbox = mailbox();

        @Actor
        public void take() throws InterruptedException {
            mailbox.take(Nanos.FOREVER, () -> false);
        }

        @Signal
        public void drain() {
            mailbox.termination().drain(null);
            mailbox.sendersStopped();
        }
    }

    /** A taker without a deadline returns when its thread is interrupted. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "it returns")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "it waits although it was interrupted")
    @State
    public static class InterruptWakesTheTaker {
        private final Mailbox mailbox = mailbox();
        private volatile Thread taker;

        @Actor
        public void take() {
            taker = Thread.currentThread();
            try {
                mailbox.take(Nanos.FOREVER, () -> false);
            } catch (InterruptedException expected) {
                // the expected way to return
            }
        }

        @Signal
        public void interrupt() {
            Thread waiting = taker;
            while (waiting == null) {
                Thread.onSpinWait();
                waiting = taker;
            }
            waiting.interrupt();
        }
    }
}
