package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportOptionsTest {

    private static final Map<String, Object> LEAST = Map.of("name", "lab.sum", "interface", "lab.Sum");

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> properties = new HashMap<>(LEAST);
        properties.put(key, value);
        return properties;
    }

    @Test
    void aNameAndAnInterfaceAreEnough() {
        assertThat(ImportOptions.read(LEAST))
                .isEqualTo(new ImportOptions("lab.sum", "lab.Sum", CallOptions.DEFAULT, false, Map.of()));
    }

    @Test
    void everythingMayBeText() {
        Map<String, String> given = Map.of(
                "name", "lab.sum",
                "interface", "lab.Sum",
                "deadlineMs", "250",
                "choice", "round_robin",
                "idempotent", "true",
                "perExporter", "TRUE",
                "node.target", "(chaski.node=hub)",
                "property.region", "eu",
                "property.service.ranking", "7");

        assertThat(ImportOptions.read(given))
                .isEqualTo(new ImportOptions(
                        "lab.sum",
                        "lab.Sum",
                        CallOptions.DEFAULT
                                .deadline(Duration.ofMillis(250))
                                .selection(ExporterSelection.ROUND_ROBIN)
                                .idempotent(true),
                        true,
                        Map.of("region", "eu", "service.ranking", 7)));
    }

    @Test
    void whatTheFrameworkAddsIsPassedOver() {
        Map<String, Object> given = with("service.factoryPid", "chaski.import");
        given.put("component.name", "chaski.remote.ImportComponent");
        given.put("node.cardinality.minimum", 1);

        assertThat(ImportOptions.read(given).properties()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | lab.> | name: expected the name of an export",
                "name | ' ' | name: expected a text",
                "interface | lab.Sum; | interface: expected the full name",
                "interface | 7lab.Sum | interface: expected the full name",
                "deadlineMs | 0 | deadlineMs: expected a whole number from 1 to 600000",
                "deadlineMs | 600001 | deadlineMs: expected a whole number from 1 to 600000",
                "deadlineMs | 99999999999999999999 | deadlineMs: expected a whole number",
                "deadlineMs | soon | deadlineMs: expected a whole number",
                "choice | FASTEST | choice: expected one of [NEAREST, ROUND_ROBIN]",
                "idempotent | yes | idempotent: expected true or false",
                "perExporter | 1 | perExporter: expected true or false",
                "node.target | (chaski.node=hub | node.target: expected a filter such as (chaski.node=hub)",
                "interfaces | lab.Sum | unknown key 'interfaces'",
                "property.service.imported | false | expected a property that a configuration may set",
                "property.chaski.export | circle | an import is not exported again",
                "property.Service.Imported | false | expected a property that a configuration may set",
                "property.objectClass | lab.Sum | expected a property that a configuration may set",
                "property. | nothing | expected a property that a configuration may set",
                "property.service.ranking | high | expected a whole number"
            })
    void whatIsWrongIsNamed(String key, String value, String message) {
        assertThatThrownBy(() -> ImportOptions.read(with(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void onlyAddedPropertiesMayChangeInPlace() {
        ImportOptions before = ImportOptions.read(with("property.region", "eu"));

        assertThat(before.equalsExceptProperties(ImportOptions.read(LEAST))).isTrue();
        assertThat(before.equalsExceptProperties(ImportOptions.read(with("idempotent", true))))
                .isFalse();
    }
}
