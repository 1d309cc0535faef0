package chaski.itest.scenario;

import chaski.api.node.Node;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A local and a remote publisher wait for a subscription whose queue is full. It is closed without a message being
 * taken: both publishers return.
 */
final class WithdrawnSubscription {

    private static final String TOPIC = "scenario.withdrawn";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private WithdrawnSubscription() {}

    static void run(ScenarioContext context) throws Exception {
        Node a = context.listening("a");
        Node b = context.joining("b", a);
        Subscription<byte[]> subscription = a.service(Streamer.class)
                .subscribe(TOPIC, byte[].class, SubscriptionOptions.DEFAULT.queueBytes(200_000));
        Publisher<byte[]> local = a.service(Streamer.class).publisher(TOPIC, byte[].class);
        Publisher<byte[]> remote = b.service(Streamer.class).publisher(TOPIC, byte[].class);
        context.expect(remote.awaitSubscribers(1, LIMIT), "the remote publisher sees the subscription");

        context.expect(local.publish(new byte[120_000]) == 1, "the first message matched");
        CompletableFuture<Integer> remoteWait =
                context.startWaiting("remote publish", () -> remote.publish(new byte[150_000]));
        // a round trip, so that the subscription's node has received the earlier report of the publisher's
        b.peer(a.id()).orElseThrow().ping(0).toCompletableFuture().join();
        CompletableFuture<Integer> localWait =
                context.startWaiting("local publish", () -> local.publish(new byte[100_000]));
        subscription.close();

        context.within(LIMIT, "local publish returned after", localWait);
        context.within(LIMIT, "remote publish returned after", remoteWait);
        context.expect(local.offer(new byte[1]) == Offer.NO_SUBSCRIBER, "a local offer finds no subscriber");
        context.until(
                "a remote offer finds no subscriber", LIMIT, () -> remote.offer(new byte[1]) == Offer.NO_SUBSCRIBER);
    }
}
