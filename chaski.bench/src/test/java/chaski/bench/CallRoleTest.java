package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check on which the figures of calls depend. */
final class CallRoleTest {

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void wrongResultsAreCounted(CallMode mode) throws Exception {
        Fake fake = new Fake(3);
        CallRole role = new CallRole(fake, "anywhere", mode, failures::add);
        fake.called.await();

        assertThat(role.finish(0)).endsWith(" 3");
        assertThat(role.meter().count()).isGreaterThanOrEqualTo(10);
        assertThat(failures).isEmpty();
    }

    /** Answers some calls wrongly. */
    private static final class Fake implements CallContender, CallContender.Caller, BenchService {

        private final AtomicInteger wrong;
        private final CountDownLatch called = new CountDownLatch(10);

        Fake(int wrong) {
            this.wrong = new AtomicInteger(wrong);
        }

        private boolean isWrong() {
            called.countDown();
            return wrong.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }

        @Override
        public int add(int a, int b) {
            return isWrong() ? a : a + b;
        }

        @Override
        public Order echo(Order order) {
            return isWrong() ? Order.of(order.id() + 1) : order;
        }

        @Override
        public BenchService.Async async() {
            BenchService object = this;
            return new BenchService.Async() {
                @Override
                public CompletableFuture<Integer> add(int a, int b) {
                    return CompletableFuture.completedFuture(object.add(a, b));
                }

                @Override
                public CompletableFuture<Order> echo(Order order) {
                    return CompletableFuture.completedFuture(object.echo(order));
                }
            };
        }

        @Override
        public BenchService service() {
            return this;
        }

        @Override
        public Server serve(BenchService service) {
            throw new AssertionError("nothing is served here");
        }

        @Override
        public Caller connect(String endpoint) {
            return this;
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
