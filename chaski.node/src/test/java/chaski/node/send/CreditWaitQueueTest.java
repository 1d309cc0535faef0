package chaski.node.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class CreditWaitQueueTest {

    private static final PublisherWait NOW = new PublisherWait(0, 0);

    private final CreditWaitQueue line = new CreditWaitQueue(new ReentrantLock());
    private final List<String> woken = new ArrayList<>();
    private final WaitTicket first = waiter("first");
    private final WaitTicket second = waiter("second");

    @Test
    void whoLacksSomethingKeepsOutWhoComesLater() {
        first.enqueueIn(line, true, NOW);
        second.enqueueIn(line, false, NOW);

        assertThat(line.isClosedTo(first)).isFalse();
        assertThat(line.isClosedTo(second)).isTrue();
        assertThat(line.isClosedTo(null)).isTrue();
    }

    @Test
    void whoOnlyStandsBehindOthersKeepsNobodyOut() {
        first.enqueueIn(line, false, NOW);

        assertThat(line.isClosedTo(second)).isFalse();
        assertThat(line.isClosedTo(null)).isFalse();
    }

    @Test
    void whoLeavesWakesTheNext() {
        first.enqueueIn(line, true, NOW);
        second.enqueueIn(line, false, NOW);
        woken.clear();

        first.close();

        assertThat(woken).containsExactly("second");
        assertThat(line.isClosedTo(second)).isFalse();
    }

    @Test
    void whoGoesToAnotherLineTriesOnceMore() {
        first.enqueueIn(line, true, NOW);
        first.enqueueIn(line, true, NOW);

        assertThat(woken).containsExactly("first");
    }

    @Test
    void callbacksAreCalledOnceAndOnlyWhenNobodyWaits() {
        line.add(() -> woken.add("callback"), NOW);
        first.enqueueIn(line, true, NOW);
        woken.clear();

        wake();
        assertThat(woken).containsExactly("first");
        first.close();
        wake();

        assertThat(woken).containsExactly("first", "callback");
    }

    private void wake() {
        List<Runnable> wakeups = new ArrayList<>();
        line.takeWakeups(wakeups);
        wakeups.forEach(Runnable::run);
    }

    private WaitTicket waiter(String name) {
        return new WaitTicket(() -> woken.add(name));
    }
}
