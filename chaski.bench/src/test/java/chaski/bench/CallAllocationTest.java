package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What a call allocates over TCP, on both sides. The bounds leave room for code that is not compiled: the compiler
 * removes some of what the interpreter allocates. They are for what is allocated for each call, so that a generator, a
 * timer or a decoder for each call is noticed.
 */
final class CallAllocationTest {

    private static final int CALLS = 3_000;
    private static final int PENDING = 50;

    /** How often that many calls are made before, so that the code is compiled, on a busy machine too. */
    private static final int WARM_UPS = 7;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** 1,200 to 1,310 were seen with compiled code, and 1,570 without. */
    private static final long CALLER_BYTES = 1_800;

    /** 3,730 to 3,840 were seen with compiled code, and 4,270 while it is compiled. */
    private static final long BOTH_SIDES_BYTES = 4_300;

    @Test
    void callOfSimpleValuesAllocatesLittle() throws Exception {
        ServeRole served = new ServeRole(ContenderFactory.calls(ContenderFactory.CHASKI));
        try (CallContender.Caller caller =
                ContenderFactory.calls(ContenderFactory.CHASKI).connect(served.endpoint())) {
            BenchService service = caller.service();
            for (int i = 0; i < WARM_UPS; i++) {
                add(service);
            }
            long callerBefore =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            long before = allAllocatedBytes();
            add(service);
            long all = allAllocatedBytes() - before;
            long callers =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - callerBefore;

            assertThat(callers / CALLS)
                    .as("bytes a call, on the thread of the caller")
                    .isLessThan(CALLER_BYTES);
            assertThat(all / CALLS).as("bytes a call, on both sides").isLessThan(BOTH_SIDES_BYTES);
        } finally {
            served.close();
        }
    }

    @Test
    void asynchronousCallOfSimpleValuesAllocatesLittle() throws Exception {
        ServeRole served = new ServeRole(ContenderFactory.calls(ContenderFactory.CHASKI));
        try (CallContender.Caller caller =
                ContenderFactory.calls(ContenderFactory.CHASKI).connect(served.endpoint())) {
            for (int i = 0; i < WARM_UPS; i++) {
                addAsynchronously(caller.async());
            }
            long before = allAllocatedBytes();
            addAsynchronously(caller.async());

            assertThat((allAllocatedBytes() - before) / CALLS)
                    .as("bytes a call, on both sides")
                    .isLessThan(BOTH_SIDES_BYTES);
        } finally {
            served.close();
        }
    }

    private static void add(BenchService service) {
        for (int number = 0; number < CALLS; number++) {
            assertSum(number, service.add(number, 1));
        }
    }

    private static void addAsynchronously(BenchService.Async service) {
        CompletableFuture<?>[] calls = new CompletableFuture<?>[PENDING];
        for (int number = 0; number < CALLS; number += PENDING) {
            for (int i = 0; i < PENDING; i++) {
                int each = number + i;
                calls[i] = service.add(each, 1).thenAccept(sum -> assertSum(each, sum));
            }
            CompletableFuture.allOf(calls).join();
        }
    }

    /** Allocates nothing unless it fails. */
    private static void assertSum(int number, int sum) {
        if (sum != number + 1) {
            throw new AssertionError("expected " + (number + 1) + ", got " + sum);
        }
    }

    /** Threads that have ended do not count. */
    private static long allAllocatedBytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
