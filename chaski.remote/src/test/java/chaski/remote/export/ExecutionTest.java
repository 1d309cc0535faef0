package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.remote.line.LineListener;
import chaski.remote.line.LocalLine;
import chaski.remote.reference.OwnReferences;
import chaski.remote.wire.Operation;
import chaski.remote.wire.Refusal;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How one call ends that this node serves, and what becomes of a result that comes later. */
class ExecutionTest {

    private final Environment environment = new Simulation(1).environment("a");
    private final List<Object> sent = new ArrayList<>();
    private final LocalLine line = new LocalLine(
            new NodeId(new UUID(0, 1)),
            "here",
            (LineListener) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {LineListener.class}, (proxy, method, with) -> {
                        sent.add(with[1]);
                        return null;
                    }),
            way -> new OwnReferences(new AtomicLong(), (source, items, rebuilding) -> source.publisher()));
    private final RemoteMessage answer = new RemoteMessage.NotExecuted(1, Refusal.OVERLOADED, "an answer");
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private int ends;
    private final Execution execution = new Execution(
            environment,
            line,
            new RemoteMessage.Call(1, 1, Operation.INVOKE, 1_000, "", "run", "", Map.of(), "cbor", List.of()),
            null,
            () -> ends++);

    @Test
    void aResultToComeIsCancelledWhenTheCallIsGivenUp() {
        execution.begin();
        execution.awaits(result);
        assertThat(result).isNotDone();

        assertThat(execution.abandon(Refusal.EXPIRED, "too late")).isTrue();

        assertThat(result).isCancelled();
        assertEnded();
        assertThat(sent).isEmpty();
    }

    @Test
    void aResultToComeIsCancelledThoughTheCallWasGivenUpBefore() {
        execution.begin();
        assertThat(execution.abandon(Refusal.CANCELLED, "enough")).isTrue();

        execution.awaits(result);

        assertThat(result).isCancelled();
        assertEnded();
        assertThat(sent).isEmpty();
    }

    @Test
    void aResultOfACallThatWasAnsweredIsLeftAlone() {
        execution.begin();
        execution.awaits(result);

        assertThat(execution.answer(answer)).isTrue();

        assertThat(execution.abandon(Refusal.EXPIRED, "too late")).isFalse();
        assertThat(result).isNotDone();
        assertThat(execution.isCancelled()).isFalse();
        assertEnded();
        assertThat(sent).containsExactly(answer);
    }

    @Test
    void aCallThatIsGivenUpBeforeItBeginsIsRefusedAndDoesNotBegin() {
        assertThat(execution.abandon(Refusal.EXPIRED, "before it began")).isFalse();

        assertThat(execution.begin()).isFalse();
        assertEnded();
        assertThat(sent).containsExactly(new RemoteMessage.NotExecuted(1, Refusal.EXPIRED, "before it began"));
    }

    /** It has one end, whatever else happens to it. */
    private void assertEnded() {
        List<Object> before = List.copyOf(sent);
        assertThat(execution.answer(answer)).isFalse();
        assertThat(execution.abandon(Refusal.CANCELLED, "again")).isFalse();
        boolean[] cancelled = {false};
        execution.timer(() -> cancelled[0] = true);
        assertThat(cancelled[0]).as("a timer that comes too late").isTrue();
        assertThat(ends).isEqualTo(1);
        assertThat(sent).isEqualTo(before);
    }
}
