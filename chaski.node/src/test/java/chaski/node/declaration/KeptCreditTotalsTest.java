package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptCreditTotalsTest {

    private final KeptCreditTotals kept = new KeptCreditTotals();
    private final InboundCredit flow =
            new InboundCredit((taken, cost) -> {}, new RecordingPeer("peer", new ArrayList<>()), 1);

    @Test
    void creditIsKeptTwoChecksAfterItWasAskedBack() {
        flow.grant(300);
        flow.askBack(kept.check());
        assertThat(inWindowAfterCheck()).isZero();
        assertThat(kept.isEmpty()).isTrue();

        assertThat(inWindowAfterCheck()).isEqualTo(300);
        assertThat(flow.kept).isEqualTo(300);
        assertThat(kept.isEmpty()).isFalse();
    }

    @Test
    void creditThatIsUsedIsNotKept() {
        flow.grant(300);
        flow.askBack(kept.check());
        inWindowAfterCheck();
        inWindowAfterCheck();

        flow.received(100);

        kept.count(List.of(flow));
        assertThat(kept.inWindow()).isEqualTo(200);
    }

    @Test
    void creditBesideTheWindowIsCountedApart() {
        flow.grant(100);
        flow.grantBeside(500);
        flow.askBack(kept.check());
        inWindowAfterCheck();
        inWindowAfterCheck();

        assertThat(kept.inWindow()).isEqualTo(100);
        assertThat(kept.beside()).isEqualTo(500);
    }

    @Test
    void crowdingIsReportedOnceForEachInterval() {
        kept.crowdsOut(true);
        kept.crowdsOut(false);

        assertThat(kept.isCrowding()).isTrue();
        assertThat(kept.takeCrowding()).isTrue();
        assertThat(kept.takeCrowding()).isFalse();
    }

    private long inWindowAfterCheck() {
        kept.nextCheck();
        kept.count(List.of(flow));
        return kept.inWindow();
    }
}
