package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent;
import chaski.api.security.Decision;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which calls are admitted, and how calls end that are interrupted or do not run. */
class CallDispatcherTest {

    private final ServingScene scene = new ServingScene();
    private long target;

    @BeforeEach
    void export() {
        target = scene.export("counter", new ServingScene.Counter());
        scene.dispatcher.opened(scene.peer);
    }

    private void call(long id) {
        scene.dispatcher.call(scene.peer, scene.call(id, target, CallOperation.INVOKE, "add", 1));
    }

    private RefusalReason refusal() {
        return ((RemoteMessage.NotExecuted) scene.answer()).reason();
    }

    @Test
    void anAdmittedCallRunsOnAThreadForCallsAndIsAnswered() {
        call(1);
        assertThat(scene.dispatcher.running()).isEqualTo(1);

        scene.runQueued();

        assertThat(scene.result()).isEqualTo(1);
        assertThat(scene.dispatcher.running()).isZero();
    }

    @Test
    void callsBeyondTheLimitAreRefused() {
        call(1);
        call(2);
        call(3);

        assertThat(refusal()).isEqualTo(RefusalReason.OVERLOADED);
        assertThat(scene.dispatcher.running()).isEqualTo(2);
    }

    @Test
    void aCallOfWhatIsNotThereIsRefused() {
        target = 99;
        call(1);

        assertThat(refusal()).isEqualTo(RefusalReason.WITHDRAWN);
    }

    @Test
    void aCallThatIsNotGrantedDoesNotRun() {
        scene.peer.decision = Decision.refuse("grants.json:4");
        call(1);

        assertThat(scene.answer())
                .isEqualTo(new RemoteMessage.NotExecuted(
                        1, RefusalReason.NOT_GRANTED, "call counter add is not granted, by grants.json:4"));
    }

    @Test
    void aCallThatIsNotGrantedAnyMoreDoesNotBegin() {
        call(1);
        scene.peer.decision = Decision.refuse("grants.json:4");
        scene.dispatcher.accessChanged(scene.peer);

        assertThat(scene.answer())
                .isEqualTo(new RemoteMessage.NotExecuted(
                        1, RefusalReason.NOT_GRANTED, "call counter add is not granted, by grants.json:4"));
        assertThat(scene.dispatcher.running()).isZero();
        int answers = scene.peer.sent.size();
        scene.runQueued();
        assertThat(scene.peer.sent).hasSize(answers);
        assertThat(scene.events).anySatisfy(event -> assertThat(event).isInstanceOf(NodeEvent.Refused.class));
    }

    @Test
    void aCallThatHasBegunEndsAsIfNothingHadChanged() {
        long changing = scene.export("changing", new ServingScene.Counter() {
            @Override
            public int add(int more) {
                scene.peer.decision = Decision.refuse("grants.json:4");
                scene.dispatcher.accessChanged(scene.peer);
                return super.add(more) + (Thread.currentThread().isInterrupted() ? 100 : 0);
            }
        });
        scene.dispatcher.call(scene.peer, scene.call(1, changing, CallOperation.INVOKE, "add", 5));
        scene.runQueued();

        assertThat(scene.result()).isEqualTo(5);
    }

    @Test
    void aCallThatIsStillGrantedIsNotAffected() {
        call(1);
        scene.dispatcher.accessChanged(scene.peer);
        scene.runQueued();

        assertThat(scene.result()).isEqualTo(1);
    }

    @Test
    void aNumberThatIsInUseBreaksTheProtocol() {
        call(1);

        assertThatThrownBy(() -> call(1)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aCallThatIsCancelledOrExpiresBeforeItBeginsDoesNotRun() {
        call(1);
        scene.dispatcher.cancel(scene.peer, 1);
        assertThat(refusal()).isEqualTo(RefusalReason.CANCELLED);

        call(2);
        scene.world.run(Duration.ofSeconds(2));
        assertThat(refusal()).isEqualTo(RefusalReason.EXPIRED);

        scene.runQueued();
        assertThat(scene.counters.snapshot()).doesNotContainKey("calls.executed");
    }

    @Test
    void theCallsOfAClosedChannelEnd() {
        call(1);

        scene.dispatcher.closed(scene.peer);

        assertThat(refusal()).isEqualTo(RefusalReason.CANCELLED);
        assertThat(scene.dispatcher.running()).isZero();
    }

    @Test
    void aDrainWaitsForTheCallsThatAreThereAndACloseEndsThem() {
        call(1);
        CompletableFuture<Void> drained = scene.dispatcher.drain().toCompletableFuture();
        assertThat(drained).isNotDone();

        scene.dispatcher.close("this node is closing");

        assertThat(refusal()).isEqualTo(RefusalReason.WITHDRAWN);
        assertThat(drained).isCompleted();
    }
}
