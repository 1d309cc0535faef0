package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationQueueTest {

    private final NotificationQueue queue = new NotificationQueue();
    private final List<String> delivered = new ArrayList<>();

    @Test
    void notificationsAreDeliveredInOrderAndOnce() {
        queue.add(() -> delivered.add("first"));
        queue.addAll(List.of(() -> delivered.add("second"), () -> delivered.add("third")));
        assertThat(delivered).isEmpty();

        queue.deliver();
        queue.deliver();

        assertThat(delivered).containsExactly("first", "second", "third");
    }

    @Test
    void aNotificationDuringDeliveryIsDeliveredAfterTheOneThatCausedIt() {
        queue.add(() -> {
            queue.add(() -> delivered.add("caused"));
            queue.deliver();
            delivered.add("cause");
        });

        queue.deliver();

        assertThat(delivered).containsExactly("cause", "caused");
    }

    @Test
    void deliveryContinuesAfterAFailure() {
        queue.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        queue.add(() -> delivered.add("next"));

        assertThatThrownBy(queue::deliver).hasMessage("on purpose");
        queue.deliver();

        assertThat(delivered).containsExactly("next");
    }
}
