package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ClosedException;
import chaski.api.remote.NotSentException;
import chaski.remote.call.CallOutcome.Ending;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The limits of a client, and how it stops. */
class CallClientTest {

    private final CallScene scene = new CallScene();
    private final FakeRpcChannel peer = new FakeRpcChannel(1);

    private PendingCall begin() {
        return scene.client.begin(CallScene.request(CallScene.named("n"), false));
    }

    private static Ending ending(PendingCall call) {
        return ((CallOutcome.Failed) call.outcome().join()).ending();
    }

    private void export() {
        scene.client.opened(peer);
        scene.exporters.exported(peer, new RemoteMessage.Export(5, "n", false));
    }

    @Test
    void callsBeyondTheLimitsAreRefusedAtOnce() {
        export();
        begin();
        begin();
        assertThat(ending(begin())).as("of one peer").isEqualTo(Ending.OVERLOADED);

        scene.client.begin(CallScene.request(CallScene.named("other"), false));
        assertThat(ending(begin())).as("of all").isEqualTo(Ending.OVERLOADED);
        assertThat(scene.counted).contains("calls.ended.overloaded");
    }

    @Test
    void aDrainEndsWhatWasNotSentAndWaitsForAnswers() {
        PendingCall waiting = scene.client.begin(CallScene.request(CallScene.named("other"), false));
        export();
        PendingCall sent = begin();

        CompletableFuture<Void> drained = scene.client.drain("it stops").toCompletableFuture();

        assertThat(ending(waiting)).isEqualTo(Ending.NOT_SENT);
        assertThat(sent.outcome()).isNotDone();
        assertThat(drained).isNotDone();
        assertThatThrownBy(this::begin).isInstanceOf(NotSentException.class).hasMessageContaining("it stops");

        long id = ((RemoteMessage.Call) peer.sent.get(0)).id();
        assertThat(scene.client.answered(peer, new RemoteMessage.Result(id, WireValue.NOTHING)))
                .isTrue();
        assertThat(drained).isCompleted();
    }

    @Test
    void aDrainWaitsForThreadsThatDecodeOutcomes() {
        scene.client.awaiterEntered();
        CompletableFuture<Void> drained = scene.client.drain("it stops").toCompletableFuture();
        assertThat(drained).isNotDone();

        scene.client.awaiterLeft();
        assertThat(drained).isCompleted();
    }

    @Test
    void closingEndsEveryCallAndNoneIsMadeAfterwards() {
        export();
        PendingCall sent = begin();

        scene.client.close("this node is closing");

        assertThat(ending(sent)).isEqualTo(Ending.UNCERTAIN);
        assertThatThrownBy(this::begin).isInstanceOf(ClosedException.class);
    }

    @Test
    void theResultOfACallThatHasEndedIsLeftToBeReleased() {
        export();

        assertThat(scene.client.answered(peer, new RemoteMessage.Result(99, WireValue.NOTHING)))
                .isFalse();
    }
}
