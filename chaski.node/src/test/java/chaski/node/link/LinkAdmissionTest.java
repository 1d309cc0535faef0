package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Limits;
import chaski.node.PartsScene;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkAdmissionTest {

    private static final int PENDING = 3;

    private final PartsScene scene = new PartsScene(builder -> builder.limits(Limits.DEFAULT
            .pendingHandshakes(PENDING)
            .handshakesPerSecond(100_000)
            .handshakeBurst(100_000)
            .connectionsPerAddress(2)));
    private final LinkAdmission<String> admission = new LinkAdmission<>(scene.context);

    @Test
    void addressMayHaveAsManyLinksAsItsLimitUntilOneIsClosed() {
        assertThat(admission.enter("b")).isNull();
        assertThat(admission.enter("b")).isNull();
        assertThat(admission.enter("b")).satisfies(refusal -> {
            assertThat(refusal.counter()).isEqualTo("refused.connectionsPerAddress");
            assertThat(refusal.refused().code()).isEqualTo(RefusalCode.LIMIT);
        });
        assertThat(admission.enter("c")).isNull();
        admission.admit("b");
        admission.closed("b");

        assertThat(admission.enter("b")).isNull();
    }

    @Test
    void linksThatTheControlLoopHasNotSeenAreBounded() {
        for (int i = 0; i < PENDING; i++) {
            assertThat(admission.enter("h" + i)).isNull();
        }
        assertThat(admission.enter("late")).satisfies(refusal -> {
            assertThat(refusal.counter()).isEqualTo("refused.pendingHandshakes");
            assertThat(refusal.refused().code()).isEqualTo(RefusalCode.BUSY);
        });
        admission.admit("h0");

        assertThat(admission.enter("late")).isNull();
    }

    @Test
    void newcomerIsRefusedWithARetryTimeWhileAllHandshakesAreYoung() {
        fill();
        LinkAdmission.Decision<String> decision = enter("late");

        assertThat(decision.victim()).isNull();
        assertThat(decision.refusal()).isNotNull();
        assertThat(decision.refusal().refused().value()).isPositive();
        assertThat(admission.enter("late")).as("its address has no link").isNull();
        assertThat(admission.enter("late")).isNull();
    }

    @Test
    void newcomerTakesThePlaceOfALinkWithoutHello() {
        fill();
        admission.helloRead("link 0");
        scene.world.run(Duration.ofSeconds(1));
        LinkAdmission.Decision<String> decision = enter("late");

        assertThat(decision.refusal()).isNull();
        assertThat(decision.victim()).isEqualTo("link 1");
    }

    @Test
    void placeIsFreeWhenAHandshakeIsConfirmedOrFinished() {
        fill();
        admission.confirmed("link 0");
        assertThat(enter("x")).isEqualTo(new LinkAdmission.Decision<>(null, null));
        admission.begun("link x", "x");
        admission.finished("link 1");

        assertThat(enter("y")).isEqualTo(new LinkAdmission.Decision<>(null, null));
    }

    private void fill() {
        for (int i = 0; i < PENDING; i++) {
            assertThat(enter("h" + i)).isEqualTo(new LinkAdmission.Decision<>(null, null));
            admission.begun("link " + i, "h" + i);
        }
    }

    private LinkAdmission.Decision<String> enter(String host) {
        assertThat(admission.enter(host)).isNull();
        return admission.admit(host);
    }
}
