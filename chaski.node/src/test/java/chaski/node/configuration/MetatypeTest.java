package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the bundle tells tools about its configuration is what the code does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetatypeTest {

    private static final String FILE = "/OSGI-INF/metatype/chaski.node.osgi.NodeMetatype.xml";

    private Document metatype;

    @BeforeAll
    void read() throws Exception {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(FILE), FILE)) {
            metatype = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    @Test
    void theFactoryIsDesignated() throws IOException {
        Element designate = elements("Designate").get(0);

        assertThat(designate.getAttribute("factoryPid")).isEqualTo("chaski.node");
        assertThat(((Element) designate.getElementsByTagName("Object").item(0)).getAttribute("ocdref"))
                .isEqualTo(elements("OCD").get(0).getAttribute("id"));
    }

    @Test
    void everyKeyIsDescribedAndNoOther() {
        assertThat(elements("AD"))
                .extracting(attribute -> attribute.getAttribute("id"))
                .containsExactlyInAnyOrderElementsOf(ConfigKeys.all().keySet());
        assertThat(elements("AD")).allSatisfy(attribute -> {
            assertThat(attribute.getAttribute("name")).isNotBlank();
            assertThat(attribute.getAttribute("description")).endsWith(".");
            assertThat(attribute.getAttribute("required")).isEqualTo("false");
        });
    }

    @Test
    void rangesAreThoseOfTheCode() {
        assertThat(elements("AD")).allSatisfy(attribute -> {
            ConfigKey key = ConfigKeys.of(attribute.getAttribute("id"));
            if (key.kind() == ConfigKey.Kind.NUMBER) {
                assertThat(attribute.getAttribute("type")).isIn("Long", "Integer");
                assertThat(attribute.getAttribute("min")).isEqualTo(String.valueOf(key.least()));
                assertThat(attribute.getAttribute("max")).isEqualTo(String.valueOf(key.most()));
            }
        });
    }

    @Test
    void defaultsAreThoseOfTheInterface() {
        Map<String, String> defaults = new HashMap<>();
        for (Element attribute : elements("AD")) {
            if (attribute.hasAttribute("default")) {
                defaults.put(attribute.getAttribute("id"), attribute.getAttribute("default"));
            }
        }

        assertThat(defaults).containsKeys("name", "session.resumeTimeoutMs", "limits.peers", "pairing.bootstrap");
        assertThat(NodeProperties.read(defaults)).isEqualTo(NodeProperties.read(Map.of()));
    }

    private List<Element> elements(String name) {
        NodeList found = metatype.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
