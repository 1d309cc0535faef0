package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.transport.LinkHandler;
import chaski.testkit.simulation.SimulationError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandlerInvokerTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final HandlerInvoker invoker = new HandlerInvoker(failures::add);

    private static final class Silent implements LinkHandler {
        @Override
        public void onBytes(ByteBuffer bytes) {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onReleased(long totalBytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }

    @Test
    void nothingIsCalledWithoutAHandler() {
        List<LinkHandler> called = new ArrayList<>();

        invoker.call(called::add);
        invoker.handler(new Silent());
        invoker.call(called::add);
        invoker.handler(null);
        invoker.call(called::add);

        assertThat(called).hasSize(1);
    }

    @Test
    void userCodeIsKnownToRunOnlyWithinItsCall() {
        List<Boolean> seen = new ArrayList<>();

        invoker.run(() -> seen.add(invoker.isCalling()));

        assertThat(seen).containsExactly(true);
        assertThat(invoker.isCalling()).isFalse();
    }

    @Test
    void failuresOfUserCodeAreReported() {
        IllegalStateException failure = new IllegalStateException("by the test");

        invoker.run(() -> {
            throw failure;
        });

        assertThat(failures).containsExactly(failure);
        assertThat(invoker.isCalling()).isFalse();
    }

    @Test
    void anErrorOfTheSimulationIsNoFailureOfUserCode() {
        assertThatThrownBy(() -> invoker.run(() -> {
                    throw new SimulationError("by the test");
                }))
                .isInstanceOf(SimulationError.class);
        assertThat(failures).isEmpty();
    }
}
