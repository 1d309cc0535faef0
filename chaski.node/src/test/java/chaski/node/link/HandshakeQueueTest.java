package chaski.node.link;

import static chaski.node.link.HandshakeQueue.PATIENCE_NS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeQueueTest {

    private static final int LIMIT = 5;
    private static final long MS_NS = 1_000_000L;

    private final HandshakeQueue<String> queue = new HandshakeQueue<>();
    private long nowNs = Long.MAX_VALUE - PATIENCE_NS / 2; // the clock may wrap

    @Test
    void nobodyGivesWayWithinASecond() {
        add("a1", "a");
        nowNs += PATIENCE_NS - 1;
        assertThat(queue.victim(nowNs)).isNull();
        nowNs++;
        assertThat(queue.victim(nowNs)).isEqualTo("a1");
    }

    @Test
    void theOldestOfTheAddressWithMostPendingGivesWay() {
        add("a1", "a");
        add("b1", "b");
        add("b2", "b");
        nowNs += PATIENCE_NS;
        assertThat(queue.victim(nowNs)).isEqualTo("b1");
        queue.remove("b1");
        assertThat(queue.victim(nowNs)).as("of equal addresses the oldest link").isEqualTo("a1");
    }

    @Test
    void oneWithAHelloNeverGivesWay() {
        add("a1", "a");
        add("a2", "a");
        queue.helloRead("a1");
        nowNs += 100 * PATIENCE_NS;
        assertThat(queue.victim(nowNs)).isEqualTo("a2");
        queue.helloRead("a2");
        assertThat(queue.victim(nowNs)).isNull();
    }

    @Test
    void linksThatAreDoneOrGoneTakeNoPlace() {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(queue.isFull(LIMIT)).isFalse();
            add("a" + i, "a");
        }
        assertThat(queue.isFull(LIMIT)).isTrue();
        queue.done("a1", nowNs);
        assertThat(queue.isFull(LIMIT)).isFalse();
        add("a5", "a");
        queue.remove("a2");
        assertThat(queue.isFull(LIMIT)).isFalse();
    }

    @Test
    void thoseWhoAreRefusedAreGivenTimesOneAfterAnother() {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            times.add(queue.turnMs(LIMIT, nowNs));
        }
        assertThat(times.subList(0, 4)).containsExactly(101L, 121L, 141L, 161L);
        assertThat(times).allMatch(millis -> millis <= 10_001);
    }

    @Test
    void timesAreAsFarApartAsHandshakesAreTaken() {
        for (int i = 0; i < 100; i++) {
            add("a" + i, "a");
            nowNs += 10 * MS_NS;
            queue.done("a" + i, nowNs);
        }
        assertThat(queue.turnMs(LIMIT, nowNs)).isBetween(10L, 12L);
        long turnMs = queue.turnMs(LIMIT, nowNs);
        assertThat(queue.turnMs(LIMIT, nowNs) - turnMs).isBetween(1L, 3L);
        nowNs += 1_000 * MS_NS;
        assertThat(queue.turnMs(LIMIT, nowNs)).as("all have come").isBetween(10L, 12L);
    }

    private void add(String link, String host) {
        queue.add(link, host, nowNs);
    }
}
