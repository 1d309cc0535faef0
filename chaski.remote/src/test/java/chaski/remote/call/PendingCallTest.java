package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.remote.call.CallOutcome.Ending;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How one call ends, depending on what happens to the nodes to which it was sent. */
class PendingCallTest {

    private final CallScene scene = new CallScene();
    private final FakeRpcChannel first = new FakeRpcChannel(1);
    private final FakeRpcChannel second = new FakeRpcChannel(2);

    private void exports(FakeRpcChannel peer) {
        scene.client.opened(peer);
        scene.exporters.exported(peer, new RemoteMessage.Export(5, "n", false));
    }

    private PendingCall begin(boolean idempotent) {
        return scene.client.begin(CallScene.request(CallScene.named("n"), idempotent));
    }

    private static Ending ending(PendingCall call) {
        return ((CallOutcome.Failed) call.outcome().join()).ending();
    }

    @Test
    void aCallWaitsForAnExporterAndEndsByItsAnswer() {
        PendingCall call = begin(false);
        assertThat(call.outcome()).isNotDone();

        exports(first);

        RemoteMessage.Call sent = (RemoteMessage.Call) first.sent.get(0);
        scene.client.answered(first, new RemoteMessage.Result(sent.id(), WireValue.NOTHING));
        assertThat(call.outcome().join()).isInstanceOf(CallOutcome.Returned.class);
    }

    @Test
    void aCallThatNoExporterGetsIsUnavailableAtItsDeadline() {
        PendingCall call = begin(false);

        scene.world.run(Duration.ofSeconds(11));

        assertThat(ending(call)).isEqualTo(Ending.UNAVAILABLE);
    }

    @Test
    void aCallThatWasSentIsUncertainWhenItsChannelCloses() {
        exports(first);
        PendingCall call = begin(false);
        exports(second);

        scene.client.closed(first, "the session ended");

        assertThat(ending(call)).isEqualTo(Ending.UNCERTAIN);
        assertThat(second.sent).isEmpty();
    }

    @Test
    void aCallThatMayRunTwiceMovesWhenItsChannelCloses() {
        exports(first);
        PendingCall call = begin(true);
        exports(second);

        scene.client.closed(first, "the session ended");

        assertThat(call.outcome()).isNotDone();
        assertThat(second.sent).hasSize(1);
    }

    @Test
    void aRefusalOfTheSecondExporterDoesNotMakeItCertainlyNotExecuted() {
        exports(first);
        PendingCall call = begin(true);
        exports(second);
        scene.client.closed(first, "the session ended");
        RemoteMessage.Call sent = (RemoteMessage.Call) second.sent.get(0);

        scene.client.answered(second, new RemoteMessage.NotExecuted(sent.id(), RefusalReason.EXPIRED, "too late"));

        assertThat(ending(call)).isEqualTo(Ending.UNCERTAIN);
    }

    @Test
    void aQueuedCallMovesWhenItsExporterComesIntoDoubt() {
        exports(first);
        first.queued = true;
        begin(false);
        exports(second);

        first.inDoubt = true;
        scene.client.doubtChanged(first);

        assertThat(first.sent).isEmpty();
        assertThat(second.sent).hasSize(1);
    }

    @Test
    void aWithdrawnExportIsForgottenAndAnotherOneIsTried() {
        exports(first);
        begin(false);
        exports(second);
        RemoteMessage.Call sent = (RemoteMessage.Call) first.sent.get(0);

        scene.client.answered(first, new RemoteMessage.NotExecuted(sent.id(), RefusalReason.WITHDRAWN, "withdrawn"));

        assertThat(second.sent).hasSize(1);
        assertThat(scene.exporters.named("n")).extracting(Exporter::channel).containsExactly(second);
    }

    @Test
    void anAbandonedCallIsWithdrawnIfItIsQueuedAndCancelledIfItWasSent() {
        exports(first);
        first.queued = true;
        PendingCall queued = begin(false);
        queued.abandon("enough");
        assertThat(ending(queued)).isEqualTo(Ending.NOT_SENT);
        assertThat(first.sent).isEmpty();

        first.queued = false;
        PendingCall sent = begin(false);
        sent.abandon("enough");
        assertThat(ending(sent)).isEqualTo(Ending.UNCERTAIN);
        assertThat(first.sent).last().isInstanceOf(RemoteMessage.Cancel.class);
    }
}
