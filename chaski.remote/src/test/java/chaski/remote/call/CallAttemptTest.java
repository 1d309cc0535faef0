package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.value.Contract;
import chaski.remote.value.EncodedValue;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RemoteMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When one transmission of a call may have been executed, and when what it lent is reclaimed. */
class CallAttemptTest {

    private final FakeRpcChannel peer = new FakeRpcChannel(1);
    private final Runnable object = () -> {};
    private final CallRequest request = new CallRequest(
            CallScene.named("n"),
            CallOperation.INVOKE,
            "",
            "run",
            "",
            List.of(new EncodedValue.ObjectReference(object, new Contract(Runnable.class))),
            false);
    private final CallAttempt attempt = new CallAttempt(peer, 7);

    @Test
    void theTimeLeftIsRoundedUpToMilliseconds() {
        attempt.send(request, 3, 1_000_001);

        RemoteMessage.Call sent = (RemoteMessage.Call) peer.sent.get(0);
        assertThat(sent.id()).isEqualTo(7);
        assertThat(sent.target()).isEqualTo(3);
        assertThat(sent.millis()).isEqualTo(2);
    }

    @Test
    void itMayHaveRunWhileItIsBeingSentAndOnceItWasSent() {
        assertThat(attempt.mayHaveRun()).isTrue();
        assertThat(attempt.withdraw()).isFalse();

        attempt.send(request, 3, 1_000);

        assertThat(attempt.mayHaveRun()).isTrue();
        assertThat(attempt.withdraw()).isFalse();
        attempt.cancel();
        assertThat(peer.sent).endsWith(new RemoteMessage.Cancel(7));
    }

    @Test
    void whileItIsQueuedItCanBeWithdrawnAndWhatItLentIsReclaimed() {
        peer.queued = true;
        attempt.send(request, 3, 1_000);
        RemoteMessage.Call sent = (RemoteMessage.Call) peer.sent.get(0);

        assertThat(attempt.mayHaveRun()).isFalse();
        assertThat(attempt.withdraw()).isTrue();
        attempt.retractArguments();

        assertThat(peer.sent).isEmpty();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> peer.references().borrow(sent.arguments().get(0), Contract.NONE))
                .isInstanceOf(chaski.api.CodecException.class);
    }
}
