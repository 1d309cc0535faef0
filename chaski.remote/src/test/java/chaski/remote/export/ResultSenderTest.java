package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.remote.thread.DeadlineQueue;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RemoteMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** How results and exceptions become answers. */
class ResultSenderTest {

    private final ServingScene scene = new ServingScene();
    private final ResultSender results = new ResultSender(name -> scene.codec, scene.counters, scene.queued::add);
    private final ValueType type = ValueTypeFactory.of(Integer.class);
    private int ends;
    private final Execution execution = new Execution(
            scene.environment,
            scene.peer,
            scene.call(1, 1, CallOperation.INVOKE, "run"),
            null,
            new DeadlineQueue(scene.environment),
            () -> ends++,
            expired -> {});

    @Test
    void aValueIsSentAtOnce() throws Throwable {
        results.send(execution, type, 5, scene.codec);

        assertThat(scene.result()).isEqualTo(5);
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void aStageIsSentWhenItCompletesOnAThreadForCalls() throws Throwable {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        results.send(execution, type, stage, scene.codec);
        assertThat(scene.peer.sent).isEmpty();

        stage.complete(5);
        assertThat(scene.peer.sent).isEmpty();
        scene.runQueued();
        assertThat(scene.result()).isEqualTo(5);
    }

    @Test
    void aStageThatFailsSendsItsCause() throws Throwable {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        results.send(execution, type, stage, scene.codec);

        stage.completeExceptionally(new CompletionException(new IllegalStateException("it failed")));
        scene.runQueued();

        RemoteMessage.Threw threw = (RemoteMessage.Threw) scene.answer();
        assertThat(threw.failure().chain().get(0).types()).contains(IllegalStateException.class.getName());
    }

    @Test
    void aResultOfAnotherTypeIsRefused() throws Throwable {
        results.send(execution, ValueTypeFactory.of(Runnable[].class), new Object(), scene.codec);

        assertThat(((RemoteMessage.Threw) scene.answer()).failure().ofResult()).isTrue();
        assertThat(scene.counters.snapshot()).containsEntry("calls.resultRefused", 1L);
    }

    @Test
    void nothingIsSentForACallThatHasEnded() throws Throwable {
        results.send(execution, type, 5, scene.codec);
        results.send(execution, type, 6, scene.codec);

        assertThat(scene.peer.sent).hasSize(1);
        assertThat(ends).isEqualTo(1);
    }
}
