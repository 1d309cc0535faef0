package chaski.rsa.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/** The description of an endpoint, made of the properties of a service. */
class EndpointPropertiesTest {

    private static final Duration MOST = Duration.ofMinutes(10);

    private static final EndpointProperties.Address ADDRESS =
            new EndpointProperties.Address("framework", new NodeId(new UUID(1, 2)), "osgi.java.lang.Runnable.x");

    private static EndpointDescription describe(Map<String, Object> service, Map<String, Object> overriding) {
        Map<String, Object> all = new HashMap<>(service);
        all.put("objectClass", new String[] {"java.lang.Runnable", "java.util.List"});
        all.put("service.id", 42L);
        all.put("service.exported.interfaces", "*");
        return EndpointProperties.describe(
                ServiceProperties.of(FakeService.with(all), overriding),
                List.of(Runnable.class),
                List.of("osgi.basic"),
                ADDRESS);
    }

    @Test
    void itSaysWhereTheEndpointIs() {
        EndpointDescription endpoint = describe(Map.of(), Map.of());

        assertThat(endpoint.getId()).contains(ADDRESS.node().toString()).endsWith(ADDRESS.export());
        assertThat(endpoint.getFrameworkUUID()).isEqualTo("framework");
        assertThat(endpoint.getServiceId()).isEqualTo(42);
        assertThat(endpoint.getInterfaces()).containsExactly("java.lang.Runnable");
        assertThat(endpoint.getConfigurationTypes()).containsExactly("chaski");
        assertThat(endpoint.getPackageVersion("java.lang").toString()).isEqualTo("0.0.0");
        assertThat(EndpointProperties.address(endpoint)).contains(ADDRESS);
    }

    @Test
    void propertiesOfTheServiceAreCarriedWithTheirTypes() {
        EndpointDescription endpoint = describe(
                Map.of("level", 1, "ids", new long[] {1}, "service.ranking", 7, "when", Duration.ZERO, ".private", 1),
                Map.of("LEVEL", 2, "Service.Id", 1L));

        Map<String, Object> carried = endpoint.getProperties();
        assertThat(carried).containsEntry("level", 2).containsEntry("service.ranking", 7);
        assertThat((long[]) carried.get("ids")).containsExactly(1);
        assertThat(carried).doesNotContainKeys("when", ".private", "service.exported.interfaces", "service.id");
        assertThat(endpoint.getServiceId()).as("it cannot be overridden").isEqualTo(42);
    }

    @Test
    void intentsOfServiceAndNetworkAreCombined() {
        EndpointDescription endpoint = describe(Map.of("service.intents", "acme.logged"), Map.of());

        assertThat(endpoint.getIntents()).containsExactlyInAnyOrder("acme.logged", "osgi.basic");
    }

    @Test
    void endpointsOfOthersHaveNoAddress() {
        Map<String, Object> others = new HashMap<>(describe(Map.of(), Map.of()).getProperties());
        others.put("service.imported.configs", "org.example");
        assertThat(EndpointProperties.address(new EndpointDescription(others))).isEmpty();
        Map<String, Object> wrong = new HashMap<>(describe(Map.of(), Map.of()).getProperties());
        wrong.put(EndpointProperties.NODE, "none");
        assertThat(EndpointProperties.address(new EndpointDescription(wrong))).isEmpty();
    }

    @Test
    void theTimeOfACallIsANumberOrText() {
        assertThat(EndpointProperties.timeout(describe(Map.of("osgi.basic.timeout", 5L), Map.of()), MOST))
                .contains(Duration.ofMillis(5));
        assertThat(EndpointProperties.timeout(describe(Map.of("osgi.basic.timeout", " 5 "), Map.of()), MOST))
                .contains(Duration.ofMillis(5));
        assertThat(EndpointProperties.timeout(describe(Map.of("osgi.basic.timeout", "soon"), Map.of()), MOST))
                .isEmpty();
        assertThat(EndpointProperties.timeout(describe(Map.of("osgi.basic.timeout", Long.MAX_VALUE), Map.of()), MOST))
                .contains(MOST);
        assertThat(EndpointProperties.timeout(describe(Map.of(), Map.of()), MOST))
                .isEmpty();
    }

    @Test
    void arraysAreComparedByTheirElements() {
        assertThat(ServiceProperties.areEqual(Map.of("a", new int[] {1}), Map.of("a", new int[] {1})))
                .isTrue();
        assertThat(ServiceProperties.areEqual(Map.of("a", new int[] {1}), Map.of("a", new int[] {2})))
                .isFalse();
        assertThat(ServiceProperties.areEqual(Map.of("a", 1), Map.of("b", 1))).isFalse();
    }
}
