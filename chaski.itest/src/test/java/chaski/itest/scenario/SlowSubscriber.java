package chaski.itest.scenario;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A subscriber is alive and never takes a message. By default its publishers wait for it, which is reported. A
 * publisher with {@link PublisherOptions#slowSubscriber} cuts it, and the other subscribers and publishers continue.
 */
final class SlowSubscriber {

    private static final String TOPIC = "scenario.slow-subscriber";
    private static final int PER_SECOND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration ALLOWED = Duration.ofSeconds(1);
    /** Generous: the limit, on a busy machine. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

    private final ScenarioContext context;
    private final Node publishing;
    private final Streamer streamer;
    private final SequenceCheck check = new SequenceCheck();
    private final Subscription<String> idle;
    private final CompletableFuture<NodeEvent.Stalled> stalled = new CompletableFuture<>();
    private final CompletableFuture<NodeEvent.SubscriberCut> cut = new CompletableFuture<>();

    private SlowSubscriber(ScenarioContext context) {
        this.context = context;
        publishing = context.listening("publisher");
        streamer = publishing.service(Streamer.class);
        publishing.watch(event -> {
            if (event instanceof NodeEvent.Stalled stall) {
                stalled.complete(stall);
            } else if (event instanceof NodeEvent.SubscriberCut cutting) {
                cut.complete(cutting);
            }
        });
        context.joining("reader", publishing).service(Streamer.class).subscribe(TOPIC, String.class, check::accept);
        idle = context.joining("idle", publishing)
                .service(Streamer.class)
                .subscribe(TOPIC, String.class, SubscriptionOptions.DEFAULT.queueBytes(10_000));
    }

    /** By default no subscription is cut; an event names the node for which the publisher waits. */
    static void reported(ScenarioContext context) throws Exception {
        SlowSubscriber here = new SlowSubscriber(context);
        PacedPublisher paced = here.publish(PublisherOptions.DEFAULT, PublishMode.PUBLISH);
        NodeEvent.Stalled event = context.within(PATIENCE, "stall reported after", here.stalled);
        context.expect(event.name().equals("idle"), "the event names the idle node, got " + event);
        context.expect(!here.cut.isDone(), "no subscription is cut");
        long before = here.check.count();

        here.idle.close();
        context.until("the stream continues when it is closed", PATIENCE, () -> here.check.count() > before + 100);
        here.assertAllArrive(paced);
    }

    /**
     * The idle subscription is cut after the messages that were sent before; the reader and the patient publisher
     * continue.
     */
    static void cut(ScenarioContext context, PublishMode mode) throws Exception {
        SlowSubscriber here = new SlowSubscriber(context);
        PacedPublisher patient = here.publish(PublisherOptions.DEFAULT, PublishMode.PUBLISH);
        PacedPublisher cutting = here.publish(PublisherOptions.DEFAULT.slowSubscriber(ALLOWED), mode);
        NodeEvent.SubscriberCut event = context.within(PATIENCE, "cut after", here.cut);
        context.expect(event.name().equals("idle"), "the event names the idle node, got " + event);

        long target = here.check.count() + 2 * PER_SECOND;
        context.until("the stream continues", PATIENCE, () -> here.check.count() >= target);
        context.figure("longest gap of the reader", here.check.longestGap());
        context.expect(here.check.longestGap().compareTo(LONGEST_GAP) < 0, "no gap of " + LONGEST_GAP);
        context.figure("messages before the end of the cut subscription", here.takeUntilCut());
        here.assertAllArrive(patient, cutting);
    }

    private PacedPublisher publish(PublisherOptions options, PublishMode mode) {
        Publisher<String> publisher = streamer.publisher(TOPIC, String.class, options);
        context.expect(publisher.awaitSubscribers(2, PATIENCE), "the publisher sees both subscriptions");
        check.measure();
        return new PacedPublisher(context, publisher, mode, PER_SECOND);
    }

    /** Takes the messages that were sent before the cut, and returns their number. */
    private long takeUntilCut() {
        SequenceCheck taken = new SequenceCheck();
        try {
            for (Optional<?> next = taken(taken); next.isPresent(); next = taken(taken)) {
                context.expect(taken.count() < 1_000, "an end");
            }
        } catch (SlowConsumerException e) {
            taken.assertExact();
            return taken.count();
        }
        throw new AssertionError("expected a SlowConsumerException after " + taken.count() + " messages");
    }

    private Optional<?> taken(SequenceCheck taken) {
        Optional<Message<String>> next = idle.next(Duration.ofSeconds(5));
        next.ifPresent(taken::accept);
        return next;
    }

    private void assertAllArrive(PacedPublisher... publishers) throws Exception {
        long published = 0;
        for (PacedPublisher publisher : publishers) {
            published += context.within(PATIENCE, "publisher stopped after", publisher.stop());
        }
        long all = published;
        context.until("the reader gets all", PATIENCE, () -> check.count() >= all);
        context.expect(check.count() == all, all + " messages, got " + check.count());
        check.assertExact();
        context.figure("messages at the reader", all);
    }
}
