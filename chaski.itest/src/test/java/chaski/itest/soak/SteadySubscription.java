package chaski.itest.soak;

import chaski.api.streamer.Message;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.itest.soak.SoakPlan.SoakTopic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A subscription that is open from the beginning to the end: it receives every message. */
final class SteadySubscription {

    private final String name;
    private final Subscription<String> subscription;
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    SteadySubscription(String node, Streamer streamer, SoakTopic topic) {
        this.name = node + ":" + topic.name();
        this.subscription = streamer.subscribe(
                topic.name(),
                String.class,
                SubscriptionOptions.DEFAULT
                        .queueBytes(topic.queueBytes())
                        .onError(error -> SoakMember.wrong(name + ": " + error)),
                this::accept);
    }

    /** On the subscription's thread. */
    private void accept(Message<String> message) {
        String[] parts = message.payload().split(" ", 3);
        long number = Long.parseLong(parts[1]);
        Long before = last.put(parts[0], number);
        if (number != (before == null ? 1 : before + 1)) {
            SoakMember.wrong(name + ": number " + number + " of " + parts[0] + " came after " + before);
        }
    }

    boolean isIdle() {
        Subscription.Statistics statistics = subscription.statistics();
        return statistics.taken() == statistics.delivered();
    }

    void report() {
        last.forEach((publisher, number) -> SoakMember.print("GOT " + publisher + " " + name + " " + number));
    }

    void close() {
        subscription.close();
    }
}
