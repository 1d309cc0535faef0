package chaski.itest.soak;

import chaski.api.streamer.Message;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.itest.soak.SoakPlan.SoakTopic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A subscription that is open from the beginning to the end: it gets every message. */
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

    private void accept(Message<String> message) {
        String[] parts = message.payload().split(" ", 3);
        long number = Long.parseLong(parts[1]);
        long before = last.merge(parts[0], number, (old, now) -> now == old + 1 ? now : -1);
        if (before != number || (number != 1 && !last.containsKey(parts[0]))) {
            SoakMember.wrong(name + ": number " + number + " of " + parts[0] + " is not the next one");
            last.put(parts[0], number);
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
