package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.remote.channel.LocalRpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.reference.LocalReferences;
import chaski.remote.thread.DeadlineQueue;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How a served call ends, and what happens to a later result. */
class ExecutionTest {

    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("a");
    private final List<Object> sent = new ArrayList<>();
    private final LocalRpcChannel channel = new LocalRpcChannel(
            new NodeId(new UUID(0, 1)),
            "here",
            (RpcChannelListener) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {RpcChannelListener.class}, (proxy, method, with) -> {
                        sent.add(with[1]);
                        return null;
                    }),
            way -> new LocalReferences(new AtomicLong(), (source, decoder) -> source.publisher()));
    private final RemoteMessage answer = new RemoteMessage.NotExecuted(1, RefusalReason.OVERLOADED, "an answer");
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private final DeadlineQueue deadlines = new DeadlineQueue(environment);
    private final List<Execution> expired = new ArrayList<>();
    private int ends;
    private final Execution execution = new Execution(
            environment,
            channel,
            new RemoteMessage.Call(1, 1, CallOperation.INVOKE, 1_000, "", "run", "", Map.of(), "cbor", List.of()),
            null,
            deadlines,
            () -> ends++,
            expired::add);

    @Test
    void aResultToComeIsCancelledWhenTheCallIsGivenUp() {
        execution.begin();
        execution.awaitResult(result);
        assertThat(result).isNotDone();

        assertThat(execution.abandon(RefusalReason.EXPIRED, "too late")).isTrue();

        assertThat(result).isCancelled();
        assertEnded();
        assertThat(sent).isEmpty();
    }

    @Test
    void aResultToComeIsCancelledThoughTheCallWasGivenUpBefore() {
        execution.begin();
        assertThat(execution.abandon(RefusalReason.CANCELLED, "enough")).isTrue();

        execution.awaitResult(result);

        assertThat(result).isCancelled();
        assertEnded();
        assertThat(sent).isEmpty();
    }

    @Test
    void aResultOfACallThatWasAnsweredIsLeftAlone() {
        execution.begin();
        execution.awaitResult(result);

        assertThat(execution.answer(answer)).isTrue();

        assertThat(execution.abandon(RefusalReason.EXPIRED, "too late")).isFalse();
        assertThat(result).isNotDone();
        assertThat(execution.isCancelled()).isFalse();
        assertEnded();
        assertThat(sent).containsExactly(answer);
    }

    @Test
    void aCallThatIsGivenUpBeforeItBeginsIsRefusedAndDoesNotBegin() {
        assertThat(execution.abandon(RefusalReason.EXPIRED, "before it began")).isFalse();

        assertThat(execution.begin()).isFalse();
        assertEnded();
        assertThat(sent).containsExactly(new RemoteMessage.NotExecuted(1, RefusalReason.EXPIRED, "before it began"));
    }

    @Test
    void aCallThatDoesNotEndExpires() {
        execution.startDeadline();
        world.run(Duration.ofMillis(999));
        assertThat(expired).isEmpty();

        world.run(Duration.ofMillis(1));
        assertThat(expired).containsExactly(execution);
    }

    /** It ends once, whatever else happens to it. */
    private void assertEnded() {
        List<Object> before = List.copyOf(sent);
        assertThat(execution.answer(answer)).isFalse();
        assertThat(execution.abandon(RefusalReason.CANCELLED, "again")).isFalse();
        execution.startDeadline();
        world.run(Duration.ofSeconds(2));
        assertThat(expired).as("a deadline that begins too late").isEmpty();
        assertThat(ends).isEqualTo(1);
        assertThat(sent).isEqualTo(before);
    }
}
