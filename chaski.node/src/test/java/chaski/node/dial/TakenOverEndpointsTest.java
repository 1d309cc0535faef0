package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.PartsScene;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TakenOverEndpointsTest {

    private static final Endpoint ENDPOINT = PartsScene.at("b");
    private static final NodeId FORMER = PartsScene.id(2);
    private static final NodeId LATER = PartsScene.id(3);

    private final TakenOverEndpoints endpoints = new TakenOverEndpoints();

    @Test
    void anotherNodeThatAnswersTakesTheEndpointOver() {
        endpoints.answered(ENDPOINT, Optional.of(FORMER), LATER);

        assertThat(endpoints.holder(ENDPOINT)).contains(LATER);
        assertThat(endpoints.isHolder(LATER)).isTrue();
        assertThat(endpoints.isHolder(FORMER)).isFalse();
    }

    @Test
    void expectedNodeThatAnswersHasItAgain() {
        endpoints.answered(ENDPOINT, Optional.of(FORMER), LATER);
        endpoints.answered(ENDPOINT, Optional.of(FORMER), FORMER);

        assertThat(endpoints.holder(ENDPOINT)).isEmpty();
        assertThat(endpoints.isHolder(LATER)).isFalse();
    }

    @Test
    void whereNobodyWasExpectedNothingIsTakenOver() {
        endpoints.answered(ENDPOINT, Optional.empty(), LATER);

        assertThat(endpoints.holder(ENDPOINT)).isEmpty();
    }

    @Test
    void oldestIsForgottenWhenThereAreTooMany() {
        for (int i = 0; i <= TakenOverEndpoints.MAX_ENDPOINTS; i++) {
            endpoints.answered(new Endpoint("mem", "h" + i, 1), Optional.of(FORMER), LATER);
        }

        assertThat(endpoints.holder(new Endpoint("mem", "h0", 1))).isEmpty();
        assertThat(endpoints.holder(new Endpoint("mem", "h1", 1))).contains(LATER);
    }
}
