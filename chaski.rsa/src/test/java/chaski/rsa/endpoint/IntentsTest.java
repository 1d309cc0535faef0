package chaski.rsa.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.security.SecurityMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What services ask for, and what networks have. */
class IntentsTest {

    private static Set<String> missing(SecurityMode mode, Map<String, Object> properties) {
        return Intents.missing(FakeService.properties(properties), Intents.supported(mode));
    }

    @Test
    void valuesAndAsynchronousResultsAreAlwaysThere() {
        for (SecurityMode mode : SecurityMode.values()) {
            assertThat(missing(mode, Map.of("service.exported.intents", new String[] {"osgi.basic", "osgi.async"})))
                    .isEmpty();
        }
    }

    @Test
    void onlyAClosedNetworkIsPrivateAndConfidential() {
        Map<String, Object> secret = Map.of("service.exported.intents", List.of("osgi.private", "osgi.confidential"));

        assertThat(missing(SecurityMode.CLOSED, secret)).isEmpty();
        assertThat(missing(SecurityMode.OPEN, secret)).containsExactlyInAnyOrder("osgi.private", "osgi.confidential");
        assertThat(missing(SecurityMode.LOCAL, secret)).hasSize(2);
        assertThat(missing(SecurityMode.OPEN, Map.of("service.intents", "osgi.confidential")))
                .as("a service cannot have it without its network")
                .containsExactly("osgi.confidential");
    }

    @Test
    void unknownIntentsAreMissingUnlessTheServiceHasThem() {
        assertThat(missing(SecurityMode.CLOSED, Map.of("service.exported.intents.extra", "acme.logged")))
                .containsExactly("acme.logged");
        assertThat(missing(
                        SecurityMode.CLOSED,
                        Map.of("service.exported.intents", "acme.logged", "service.intents", "acme.logged")))
                .isEmpty();
        assertThat(missing(SecurityMode.CLOSED, Map.of("service.intents", "acme.logged")))
                .isEmpty();
    }

    @Test
    void valuesOfOtherTypesAreRefused() {
        assertThatThrownBy(() -> missing(SecurityMode.OPEN, Map.of("service.exported.intents", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("service.exported.intents");
    }
}
