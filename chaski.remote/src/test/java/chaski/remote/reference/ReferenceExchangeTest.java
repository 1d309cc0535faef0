package chaski.remote.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.NodeId;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.SendHandle;
import chaski.remote.value.Contract;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.References;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import chaski.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends of a session count alike: whatever happens to the values, no unused object stays lent. */
class ReferenceExchangeTest {

    private static final Contract INT_SUPPLIER = new Contract(IntSupplier.class);
    private static final Contract RUNNABLE = new Contract(Runnable.class);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final End lender = new End("lender");
    private final End borrower = new End("borrower");

    /** The proxies that the borrower's program uses. */
    private final List<Object> used = new ArrayList<>();

    ReferenceExchangeTest() {
        lender.other = borrower;
        borrower.other = lender;
    }

    static LongStream seeds() {
        return Seeds.all().limit(5); // garbage is collected in each round
    }

    /** One end, whose releases arrive at the other end immediately. */
    private static final class End implements RpcChannel {

        private final String name;
        private final PeerReferences references = new PeerReferences(
                this,
                (channel, number, contract) -> new Lent(),
                (channel, number, decoder) -> new Stream(),
                new AtomicLong());
        private End other = this;
        private int released;

        End(String name) {
            this.name = name;
        }

        @Override
        public NodeId node() {
            return new NodeId(new UUID(0, 1));
        }

        @Override
        public String nodeName() {
            return name;
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public boolean isInDoubt() {
            return false;
        }

        @Override
        public SendHandle send(RemoteMessage message) {
            RemoteMessage.Release release = (RemoteMessage.Release) message;
            other.references.released(release.number(), release.count());
            other.released++;
            return SENT;
        }

        @Override
        public boolean isFree(Runnable whenFree) {
            return true;
        }

        @Override
        public References references() {
            return references;
        }
    }

    private static final SendHandle SENT = new SendHandle() {
        @Override
        public boolean withdraw() {
            return false;
        }

        @Override
        public boolean mayArrive() {
            return true;
        }
    };

    private static class Lent implements IntSupplier, Runnable {
        @Override
        public int getAsInt() {
            return 1;
        }

        @Override
        public void run() {}
    }

    private static final class Stream implements Flow.Publisher<Integer> {
        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {}
    }

    private void borrow(WireValue value, Contract contract) {
        used.add(borrower.references.borrow(value, contract));
    }

    private void awaitNothingLent() {
        await().atMost(LONG).until(() -> lentAfterCollecting() == 0);
    }

    private int lentAfterCollecting() {
        System.gc();
        borrower.references.release();
        return lender.references.lentObjects();
    }

    @Test
    void anObjectThatWasSentSeveralTimesIsLentUntilItsProxyIsForgotten() {
        Lent object = new Lent();
        for (int i = 0; i < 3; i++) {
            borrow(lender.references.lend(object, INT_SUPPLIER), INT_SUPPLIER);
        }
        assertThat(used.get(2)).isSameAs(used.get(0)).isSameAs(used.get(1));
        assertThat(lentAfterCollecting()).isEqualTo(1);

        used.clear();
        await().atMost(LONG).until(() -> lentAfterCollecting() == 0 || lender.released > 0);

        assertThat(lender.references.lentObjects()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingStaysLentWhateverBecomesOfTheValues(long seed) {
        Random random = new Random(seed);
        List<Lent> objects = List.of(new Lent(), new Lent(), new Lent());
        List<PublisherSource> sources = List.of(source(), source());
        for (int i = 0; i < 100; i++) {
            int what = random.nextInt(5);
            Contract contract = random.nextBoolean() ? INT_SUPPLIER : RUNNABLE;
            WireValue value = what < 3
                    ? lender.references.lend(objects.get(what), contract)
                    : lender.references.publish(sources.get(what - 3));
            switch (random.nextInt(4)) {
                case 0 -> lender.references.retract(value);
                case 1 -> borrower.references.discard(value);
                default -> use(value, contract);
            }
            if (random.nextInt(40) == 0) {
                used.clear();
                lentAfterCollecting();
            }
        }
        assertThat(lender.references.lentObjects()).isPositive();

        used.clear();

        awaitNothingLent();
    }

    private void use(WireValue value, Contract contract) {
        if (value instanceof WireValue.Published) {
            used.add(borrower.references.subscribable(
                    value, ValueTypeFactory.publisherOf(ValueTypeFactory.of(Integer.class))));
        } else {
            borrow(value, contract);
        }
    }

    private static PublisherSource source() {
        return new PublisherSource(new Stream(), ValueTypeFactory.of(Integer.class));
    }
}
