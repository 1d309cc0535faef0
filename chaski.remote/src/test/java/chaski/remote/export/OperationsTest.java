package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The effect of each operation on its target. */
class OperationsTest {

    private final ServingScene scene = new ServingScene();
    private final ServingScene.Counter counter = new ServingScene.Counter();
    private long target;
    private long id;

    @BeforeEach
    void export() {
        target = scene.export("counter", counter);
        scene.dispatcher.opened(scene.peer);
    }

    private void run(CallOperation operation, String member, Object... arguments) {
        id++;
        scene.dispatcher.call(scene.peer, scene.call(id, target, operation, member, arguments));
        scene.runQueued();
    }

    @Test
    void methodsRunAndAttributesAreReadAndWritten() {
        run(CallOperation.INVOKE, "add", 2);
        assertThat(scene.result()).isEqualTo(2);
        run(CallOperation.SET, "value", 7);
        assertThat(counter.getValue()).isEqualTo(7);
        run(CallOperation.GET, "value");
        assertThat(scene.result()).isEqualTo(7);
    }

    @Test
    void membersThatAreNotThereAreRefused() {
        for (CallOperation operation : new CallOperation[] {CallOperation.INVOKE, CallOperation.GET}) {
            run(operation, "missing");
            assertThat(((RemoteMessage.NotExecuted) scene.answer()).reason()).isEqualTo(RefusalReason.NO_MEMBER);
        }
        run(CallOperation.SET, "missing", 1);
        assertThat(((RemoteMessage.NotExecuted) scene.answer()).reason()).isEqualTo(RefusalReason.NO_MEMBER);
    }

    @Test
    void whatAMethodThrowsIsItsAnswer() {
        run(CallOperation.INVOKE, "fail");

        RemoteMessage.Threw threw = (RemoteMessage.Threw) scene.answer();
        assertThat(threw.failure().chain().get(0).types()).contains(IllegalStateException.class.getName());
        assertThat(threw.failure().ofResult()).isFalse();
    }

    @Test
    void aChangedArrayIsReported() {
        run(CallOperation.INVOKE, "fill", (Object) new int[] {0});

        RemoteMessage.Threw threw = (RemoteMessage.Threw) scene.answer();
        assertThat(threw.failure().ofResult()).isTrue();
        assertThat(scene.counters.snapshot()).containsEntry("calls.resultRefused", 1L);
    }

    @Test
    void anObservedAttributeIsAPublisher() {
        run(CallOperation.OBSERVE, "value");

        assertThat(((RemoteMessage.Result) scene.answer()).value()).isInstanceOf(WireValue.Published.class);
    }

    @Test
    void aDescriptionNamesTheMembers() {
        run(CallOperation.DESCRIBE, "");

        assertThat(String.valueOf(scene.result())).contains("add", "value");
    }
}
