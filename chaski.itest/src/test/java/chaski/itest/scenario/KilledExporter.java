package chaski.itest.scenario;

import chaski.api.NodeId;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NodeResult;
import chaski.api.remote.Remote;
import chaski.itest.scenario.PeerProgram.OwnedMeter;
import chaski.itest.scenario.PeerProgram.Slow;
import chaski.itest.scenario.PeerProgram.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One of two exporters is killed: whatever the other can serve moves to it soon, and nothing waits for the deadline of
 * 30 s.
 */
final class KilledExporter {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Generous: a peer is in doubt after 2 s. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private static final CallOptions CALL = CallOptions.DEFAULT.deadline(Duration.ofSeconds(30));

    private final ScenarioContext context;
    private final Node living;
    private final Node calling;
    private final Remote remote;
    private final PeerProcess victim;
    private final NodeId victimId;

    private KilledExporter(ScenarioContext context) throws Exception {
        this.context = context;
        living = context.listening("living");
        calling = context.joining("calling", living);
        remote = calling.service(Remote.class);
        victim = context.process("exporter", "-", "tcp://127.0.0.1:0");
        String[] ready = victim.await("READY").split(" ");
        victimId = NodeId.parse(ready[0]);
        calling.join(chaski.api.Endpoint.parse(ready[1]));
        for (String name : Topics.EXPORTS) {
            context.expect(remote.awaitExporters(name, 1, PATIENCE), "the other process exports " + name);
        }
    }

    /** All functions are called just after the kill: the live node answers, the killed one fails. */
    static void callAll(ScenarioContext context) throws Exception {
        KilledExporter here = new KilledExporter(context);
        here.living.service(Remote.class).attach(Topics.WORK, Integer.class, Integer.class, n -> n + 1);
        here.awaitExporters(Topics.WORK);
        here.victim.kill();

        List<NodeResult<Integer>> answers = context.within(
                LIMIT,
                "callAll returned after",
                here.remote.function(Topics.WORK, Integer.class, CALL).callAll(41));
        context.figure("answers", answers.size());
        context.expect(
                answers.stream()
                        .anyMatch(answer -> answer.node().equals(here.living.id())
                                && Integer.valueOf(42).equals(answer.value())),
                "an answer of the living exporter in " + answers);
        context.expect(
                answers.stream()
                        .filter(answer -> answer.node().equals(here.victimId))
                        .allMatch(answer -> answer.failure().isPresent()),
                "no answer of the dead exporter in " + answers);
    }

    /** The killed exporter was serving an idempotent call: the live one answers. */
    static void idempotentCall(ScenarioContext context) throws Exception {
        KilledExporter here = new KilledExporter(context);
        Slow slow = here.remote.proxy(Topics.SLOW, Slow.class, CALL.idempotent(true));
        CompletableFuture<Integer> call = context.start("call", () -> slow.echo(7));
        here.victim.await("CALLED");
        here.living.service(Remote.class).export(Topics.SLOW, Slow.class, n -> n);
        here.awaitExporters(Topics.SLOW);
        here.victim.kill();

        int echo = context.within(LIMIT, "call returned after", call);
        context.expect(echo == 7, "7, got " + echo);
        int again = context.within(LIMIT, "another call returned after", context.start("call", () -> slow.echo(8)));
        context.expect(again == 8, "8, got " + again);
    }

    /** An attribute of the killed exporter was observed: the live one's is observed next. */
    static void observe(ScenarioContext context) throws Exception {
        KilledExporter here = new KilledExporter(context);
        ReceivedValues values = new ReceivedValues();
        here.remote.object(Topics.METER, CALL).observe("owner", String.class).subscribe(values);
        context.expect("peer-process".equals(values.next(PATIENCE)), "the value of the other process first");
        here.living.service(Remote.class).export(Topics.METER, OwnedMeter.class, () -> "living");
        here.awaitExporters(Topics.METER);
        here.victim.kill();

        String value =
                context.within(LIMIT, "the next value came after", context.start("values", () -> values.next(LIMIT)));
        context.expect("living".equals(value), "the value of the living one, got " + value);
    }

    /** The exports of the killed node are not listed any more. */
    static void listed(ScenarioContext context) throws Exception {
        KilledExporter here = new KilledExporter(context);
        here.victim.kill();
        Duration took =
                Polling.until("the dead node's exports are not listed", LIMIT, () -> here.remote.exports().stream()
                        .noneMatch(export -> export.node().equals(here.victimId)));
        context.figure("not listed any more after", took);
    }

    private void awaitExporters(String name) {
        context.expect(remote.awaitExporters(name, 2, PATIENCE), "two exporters of " + name);
    }

    /** Collects values; requests all. */
    private static final class ReceivedValues implements Flow.Subscriber<String> {

        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        String next(Duration timeout) throws InterruptedException {
            return String.valueOf(received.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String value) {
            received.add(value);
        }

        @Override
        public void onError(Throwable error) {
            received.add(error.toString());
        }

        @Override
        public void onComplete() {
            received.add("complete");
        }
    }
}
