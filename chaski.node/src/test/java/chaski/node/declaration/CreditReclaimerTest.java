package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditReclaimerTest {

    private final WindowAccount account = new WindowAccount(1000, 5000);
    private final CreditReclaimer reclaimer = new CreditReclaimer(account);
    private final List<String> notifications = new ArrayList<>();
    private final List<Runnable> notified = new ArrayList<>();

    @Test
    void everyPeerButOneIsAskedOnce() {
        InboundCredit idle = open("idle");
        InboundCredit waiting = open("waiting");

        reclaimer.askAll(waiting, notified);
        reclaimer.askAll(waiting, notified);

        assertThat(notifications()).containsExactly("idle");
        assertThat(idle.reclaim()).isEqualTo(1);
        assertThat(waiting.reclaim()).isZero();
    }

    @Test
    void aPeerWithoutUnusedCreditIsNotAsked() {
        InboundCredit busy = open("busy");
        busy.received(busy.granted());

        reclaimer.askAll(null, notified);

        assertThat(notified).isEmpty();
    }

    @Test
    void onlyPeersBesideTheWindowAreAskedForThatPlace() {
        open("small");
        InboundCredit large = open("large");
        account.grantBeside(large, 3000);

        reclaimer.askThoseBeside(notified);

        assertThat(notifications()).containsExactly("large");
    }

    @Test
    void onlyABlockingPeerThatDoesNotAnswerIsReported() {
        InboundCredit silent = open("silent");
        InboundCredit answering = open("answering");
        reclaimer.askAll(null, notified);
        account.returned(answering, answering.reclaim(), 0);
        notified.clear();
        for (int i = 0; i <= InboundCredit.KEPT_AFTER_CHECKS; i++) {
            assertThat(reported(true)).isEmpty();
            account.kept().nextCheck();
        }

        assertThat(reported(false)).isEmpty();
        assertThat(reported(true)).containsExactly("silent kept");
        assertThat(silent.owesAnswer(account.kept().check())).isTrue();
    }

    private List<String> reported(boolean blocking) {
        reclaimer.reportUnanswered(flow -> blocking, notified);
        return notifications();
    }

    private List<String> notifications() {
        notified.forEach(Runnable::run);
        notified.clear();
        return notifications;
    }

    private InboundCredit open(String name) {
        InboundCredit flow = new InboundCredit((taken, cost) -> {}, new RecordingPeer(name, notifications), 1);
        account.open(flow, false);
        return flow;
    }
}
