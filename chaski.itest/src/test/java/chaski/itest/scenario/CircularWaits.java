package chaski.itest.scenario;

import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Two nodes publish to one topic and both subscribe to it, with queues that hold one message but not two. Publishers do
 * not wait for each other in a cycle: all messages arrive.
 */
final class CircularWaits {

    private static final String TOPIC = "scenario.circle";
    private static final int MESSAGES = 300;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private CircularWaits() {}

    static void run(ScenarioContext context, int publishersPerNode, int messageBytes, long queueBytes)
            throws Exception {
        Node a = context.listening("a");
        List<Node> nodes = List.of(a, context.joining("b", a));
        SubscriptionOptions small = SubscriptionOptions.DEFAULT.queueBytes(queueBytes);
        List<SequenceCheck> checks = new ArrayList<>();
        List<Subscription<byte[]>> subscriptions = new ArrayList<>();
        List<Publisher<byte[]>> publishers = new ArrayList<>();
        for (Node node : nodes) {
            Streamer streamer = node.service(Streamer.class);
            SequenceCheck check = new SequenceCheck();
            checks.add(check);
            subscriptions.add(streamer.subscribe(TOPIC, byte[].class, small, check::accept));
            for (int i = 0; i < publishersPerNode; i++) {
                publishers.add(streamer.publisher(TOPIC, byte[].class));
            }
        }
        for (Publisher<byte[]> publisher : publishers) {
            context.expect(publisher.awaitSubscribers(2, LIMIT), "every publisher sees both subscriptions");
        }

        List<CompletableFuture<Integer>> runs = new ArrayList<>();
        for (Publisher<byte[]> publisher : publishers) {
            runs.add(context.start("publisher", () -> publishAll(publisher, messageBytes)));
        }
        context.within(
                LIMIT, "publishers finished after", CompletableFuture.allOf(runs.toArray(CompletableFuture<?>[]::new)));

        long expected = (long) publishers.size() * MESSAGES;
        for (SequenceCheck check : checks) {
            context.until("all messages arrived", LIMIT, () -> check.count() == expected);
            check.assertExact();
        }
        context.figure("messages at each of two subscriptions", expected);
        subscriptions.forEach(Subscription::close);
    }

    private static int publishAll(Publisher<byte[]> publisher, int messageBytes) {
        int matched = 0;
        for (int i = 0; i < MESSAGES; i++) {
            matched += publisher.publish(new byte[messageBytes]);
        }
        return matched;
    }
}
