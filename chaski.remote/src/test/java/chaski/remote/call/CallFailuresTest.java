package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.remote.call.CallOutcome.Ending;
import chaski.remote.channel.FakeRpcChannel;
import org.junit.jupiter.api.Test;

/** The kinds of failures of a call, and their messages. */
class CallFailuresTest {

    private final CallFailures failures = new CallFailures(CallScene.request(CallScene.named("n"), false));
    private final FakeRpcChannel peer = new FakeRpcChannel(1);

    @Test
    void eachNamesTheCall() {
        assertThat(failures.notSent("why").text()).isEqualTo("the call of run on 'n' was not sent: why");
        assertThat(failures.withdrawn(peer, "why").text()).contains("call of run on 'n'", "node-1", "why");
        assertThat(failures.uncertain("why").text())
                .isEqualTo("the call of run on 'n' may have run, at most once: why");
    }

    @Test
    void onlyUncertainOnesMayHaveRun() {
        assertThat(failures.uncertain("why").ending()).isEqualTo(Ending.UNCERTAIN);
        assertThat(failures.notSent("why").ending()).isEqualTo(Ending.NOT_SENT);
        assertThat(failures.withdrawn(peer, "why").ending()).isEqualTo(Ending.NOT_SENT);
        assertThat(failures.notExecuted("why").ending()).isEqualTo(Ending.NOT_SENT);
        assertThat(failures.inDoubt(peer).ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(failures.allInDoubt().ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(failures.sessionEnded(peer).ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(failures.gone("why").ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(failures.overloaded("why").ending()).isEqualTo(Ending.OVERLOADED);
        assertThat(failures.refused("why").ending()).isEqualTo(Ending.REFUSED);
    }

    @Test
    void theLastRefusalIsNamedWhereThereWasOne() {
        assertThat(failures.noExporter("it expired", "").text())
                .isEqualTo(
                        "the call of run on 'n' was not sent: it expired, and no node that can be reached exports it");
        assertThat(failures.noExporter("it expired", "node-1 answered: no").text())
                .endsWith(" (node-1 answered: no)");
    }
}
