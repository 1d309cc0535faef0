package chaski.remote;

import chaski.api.remote.Remote;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * A publisher of another node follows the Reactive Streams specification, according to that specification's own tests.
 */
class ReactiveStreamsTest {

    /** How long to wait for an expected signal; its speed is not tested. */
    private static final long SIGNAL_MS = 20_000;

    /** How long the kit waits for a signal that must not occur. */
    private static final long NO_SIGNAL_MS = 50;

    /** How often it polls where it cannot wait. */
    private static final long POLL_MS = 20;

    private static final Nodes NODES = new Nodes();
    private static Numbers numbers;

    interface Numbers {
        Flow.Publisher<Integer> to(int end);

        Flow.Publisher<Integer> broken() throws IOException;
    }

    @BeforeAll
    static void start() {
        Remote there = NODES.remote("there");
        there.export("n", Numbers.class, new Numbers() {
            @Override
            public Flow.Publisher<Integer> to(int end) {
                return new CountedPublisher<>(end, i -> i, null);
            }

            @Override
            public Flow.Publisher<Integer> broken() {
                return new CountedPublisher<>(0, i -> i, new IOException("broken"));
            }
        });
        numbers = NODES.remote("here").proxy("n", Numbers.class);
        numbers.to(1);
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    /** The kit's tests are not of this framework; each is run on a separate publisher. */
    public static final class Kit extends FlowPublisherVerification<Integer> {

        Kit() {
            super(new TestEnvironment(SIGNAL_MS, NO_SIGNAL_MS, POLL_MS));
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return numbers.to((int) Math.min(elements, Integer.MAX_VALUE));
        }

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            try {
                return numbers.broken();
            } catch (IOException e) {
                throw new AssertionError("only the publisher fails", e);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> ruleIsKept() {
        return Arrays.stream(Kit.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)));
    }

    private static void run(Method method) throws Throwable {
        Kit kit = new Kit();
        kit.setUp();
        try {
            method.invoke(kit);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                Assumptions.abort(skipped.getMessage());
            }
            throw e.getCause();
        }
    }
}
