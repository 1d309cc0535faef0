package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One of two subscribers is stopped by {@code SIGSTOP}, so that its link is silent and not reset: {@code maxStall} after its link counts as
 * lost its session ends, also for publishers that never block.
 */
final class StoppedSubscriber {

    private static final int PER_SECOND = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MAX_STALL = Duration.ofSeconds(2);
    private static final HeartbeatConfig HEARTBEAT = HeartbeatConfig.DEFAULT
            .interval(Duration.ofMillis(500))
            .suspectAfter(Duration.ofSeconds(1))
            .downAfter(Duration.ofSeconds(2));

    private StoppedSubscriber() {}

    static void run(ScenarioContext context, PublishMode mode) throws Exception {
        Node publishing = context.start(Chaski.node()
                .name("publisher")
                .listen("tcp://127.0.0.1:0")
                .heartbeat(HEARTBEAT)
                .session(SessionConfig.DEFAULT.maxStall(MAX_STALL)));
        CompletableFuture<NodeEvent.SessionLost> lost = new CompletableFuture<>();
        publishing.watch(event -> {
            if (event instanceof NodeEvent.SessionLost loss) {
                lost.complete(loss);
            }
        });
        Node survivor = context.joining("survivor", publishing);
        SequenceCheck check = new SequenceCheck();
        survivor.service(Streamer.class).subscribe(PeerProgram.Topics.NUMBERS, String.class, check::accept);
        PeerProcess victim =
                context.process("subscriber", publishing.endpoints().get(0).toString(), "tcp://127.0.0.1:0");
        victim.await("READY");
        Publisher<String> publisher =
                publishing.service(Streamer.class).publisher(PeerProgram.Topics.NUMBERS, String.class);
        context.expect(publisher.awaitSubscribers(2, PATIENCE), "the publisher sees both subscriptions");
        PacedPublisher paced = new PacedPublisher(context, publisher, mode, PER_SECOND);
        victim.await("FIRST");

        check.measure();
        victim.signal("STOP");
        context.within(PATIENCE, "session lost after", lost);
        long target = check.count() + PER_SECOND;
        context.until("the survivor's stream continues", PATIENCE, () -> check.count() >= target);
        long published = context.within(PATIENCE, "publisher stopped after", paced.stop());
        context.until("the survivor gets all", PATIENCE, () -> check.count() >= published);
        check.assertExact();
        context.figure("longest gap of the survivor", check.longestGap());
        context.expect(publisher.awaitAcknowledged(PATIENCE), "every message has its outcome");
        context.figure("lost", publisher.statistics().lost());
    }
}
