package chaski.itest.scenario;

import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One of two subscribers is killed under 5,000 messages a second: the stream of the other pauses only for a moment, and
 * is exact.
 */
final class KilledSubscriber {

    private static final int PER_SECOND = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The time for the stream to continue, at half of its rate. */
    private static final Duration LIMIT = Duration.ofSeconds(12);
    /** Generous: the target is 2.5 s, on an otherwise idle machine. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);
    /** Enough that a publisher waits for the killed subscriber, and is observed to continue. */
    private static final long MESSAGES_AFTER = 6L * PER_SECOND;

    private KilledSubscriber() {}

    /** With room in the log: messages for the killed subscriber wait there, and the session need not end. */
    static void run(ScenarioContext context, PublishMode mode) throws Exception {
        Node publishing = context.listening("publisher");
        stream(context, publishing, mode);
    }

    /** With a log that is full long before the peer is in doubt: the session ends, its messages are reported lost. */
    static void runWithSmallLog(ScenarioContext context) throws Exception {
        Node publishing = context.start(Chaski.node()
                .name("publisher")
                .listen("tcp://127.0.0.1:0")
                .session(SessionConfig.DEFAULT.sendLogBytes(128 << 10)));
        CompletableFuture<NodeEvent.SessionLost> lost = new CompletableFuture<>();
        publishing.watch(event -> {
            if (event instanceof NodeEvent.SessionLost loss) {
                lost.complete(loss);
            }
        });
        Publisher<String> publisher = stream(context, publishing, PublishMode.PUBLISH);

        NodeEvent.SessionLost loss = context.within(PATIENCE, "session lost after another", lost);
        long reported =
                loss.ranges().stream().mapToLong(NodeEvent.LostRange::count).sum();
        context.expect(publisher.awaitAcknowledged(PATIENCE), "every message has its outcome");
        Publisher.Statistics statistics = publisher.statistics();
        context.figure("reported lost", reported);
        context.expect(statistics.lost() == reported, "lost " + statistics.lost() + " as reported " + reported);
    }

    private static Publisher<String> stream(ScenarioContext context, Node publishing, PublishMode mode)
            throws Exception {
        Node survivor = context.joining("survivor", publishing);
        SequenceCheck check = new SequenceCheck();
        survivor.service(Streamer.class).subscribe(PeerProgram.Topics.NUMBERS, String.class, check::accept);
        PeerProcess victim =
                context.process("subscriber", publishing.endpoints().get(0).toString(), "tcp://127.0.0.1:0");
        NodeId id = NodeId.parse(victim.await("READY").split(" ")[0]);
        Publisher<String> publisher =
                publishing.service(Streamer.class).publisher(PeerProgram.Topics.NUMBERS, String.class);
        context.expect(publisher.awaitSubscribers(2, PATIENCE), "the publisher sees both subscriptions");
        PacedPublisher paced = new PacedPublisher(context, publisher, mode, PER_SECOND);
        victim.await("FIRST");
        context.until("the stream flows", PATIENCE, () -> check.count() >= PER_SECOND / 2);

        check.measure();
        victim.kill();
        try {
            long target = check.count() + MESSAGES_AFTER;
            context.until("the survivor gets " + MESSAGES_AFTER + " more", LIMIT, () -> check.count() >= target);
            long published = context.within(PATIENCE, "publisher stopped after", paced.stop());
            context.until("the survivor gets all", PATIENCE, () -> check.count() >= published);
            context.expect(check.count() == published, published + " messages, got " + check.count());
            context.figure("messages at the survivor", published);
        } finally {
            context.figure("longest gap of the survivor", check.longestGap());
        }
        check.assertExact();
        context.expect(check.longestGap().compareTo(LONGEST_GAP) < 0, "no gap of " + LONGEST_GAP);
        context.expect(
                publishing.peer(id).map(peer -> peer.inDoubt()).orElse(true), "the killed peer is in doubt or gone");
        return publisher;
    }
}
