package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every contender calls the object of the other side, and receives the result of its own call. */
final class CallContenderTest {

    private static final int COUNT = 2_000;

    @ParameterizedTest
    @ValueSource(strings = {"rmi", "netty", "chaski"})
    void resultsAreThoseOfTheObject(String name) throws Exception {
        ServeRole served = new ServeRole(ContenderFactory.calls(name));
        try (CallContender.Caller caller = ContenderFactory.calls(name).connect(served.endpoint())) {
            BenchService.Order order = BenchService.Order.of(7);

            assertThat(caller.service().add(2, 3)).isEqualTo(5);
            assertThat(caller.service().echo(order)).isEqualTo(order).isNotSameAs(order);
            assertThat(served.meter().count()).isEqualTo(2);
        } finally {
            served.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "chaski"})
    void asynchronousResultsBelongToTheirCalls(String name) throws Exception {
        ServeRole served = new ServeRole(ContenderFactory.calls(name));
        try (CallContender.Caller caller = ContenderFactory.calls(name).connect(served.endpoint())) {
            List<CompletableFuture<Integer>> sums = new ArrayList<>();
            for (int number = 0; number < COUNT; number += 50) {
                for (int i = number; i < number + 50; i++) {
                    sums.add(caller.async().add(i, 1));
                }
                CompletableFuture.allOf(sums.toArray(CompletableFuture[]::new)).join();
            }

            assertThat(sums.stream().map(CompletableFuture::join).toList())
                    .isEqualTo(IntStream.rangeClosed(1, COUNT).boxed().toList());
        } finally {
            served.close();
        }
    }
}
